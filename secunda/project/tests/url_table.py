"""What a GET of every address gives: to nobody, Max, Mila of another programme, Ana whose cases they are, blind Dr Bo.

`login`: led to the sign-in; `401`: a program is told to sign in. `404`: it is not there. `405`: only forms are sent
there. `302`: led elsewhere. An address that is missing here fails the sweep: whoever adds one says who may open it.
"""

from __future__ import annotations

WHO = ("nobody", "max", "mila", "ana", "dr_bo")
ONLY_POST = "405 405 405 405 405"
SEALED = (
    "login 404 404 404 404"  # from everybody in the table; others open it, or the blind expert does later
)

ROWS = {
    "200 200 200 200 200": """
        alive account_inactive account_reset_password account_password_reset_completed
        public:home public:sample public:verify public:send_code""",
    "404 404 404 404 404": "public:office public:arriving public:arriving_one",  # with a code that nobody was given
    "302 302 302 302 302": "public:start account_complete_password_reset",
    "200 302 302 302 302": "account_login account_signup",
    "302 200 200 200 200": "account_logout",
    # Everybody's own account
    "login 200 200 200 200": """
        account_reauthenticate account_email account_change_password usersessions_list mfa_index mfa_list_webauthn
        patient:home""",
    "login 302 302 302 302": """
        home account_email_verification_sent account_set_password account_confirm_login_code mfa_authenticate
        mfa_activate_totp mfa_generate_recovery_codes mfa_add_webauthn mfa_reauthenticate_webauthn mfa_remove_webauthn
        mfa_edit_webauthn mfa_login_webauthn""",
    "login login login login login": "account_confirm_password_reset_code",
    "login 302 200 302 200": "mfa_reauthenticate",
    "login 404 302 404 302": "mfa_deactivate_totp",
    # A draft, a case, an opinion of Ana's
    "login 404 404 200 404": """
        public:check-screen public:later
        patient:case patient:cancel patient:opinion patient:opinion_version patient:report patient:consents
        patient:who_looked patient:connect patient:asking patient:letter_page patient:hospital_letter
        patient:safety patient:records patient:record_line patient:arriving patient:record_copy staff:record_copy
        patient:timeline patient:search patient:summary patient:document patient:fact patient:images""",
    "login 404 404 302 404": """
        public:draft public:check public:stop public:today public:in-hospital public:letter public:send public:keep
        public:page patient:safety_help""",
    "login 404 404 200 200": "patient:record_file staff:record_file",  # an open record: one view for every portal
    # What a blind expert works on
    "login 404 404 404 200": """
        expert:worklist expert:thanks expert:room expert:record expert:record_file expert:picture expert:commit
        expert:give_back expert:answer expert:sign_answer
        expert:timeline expert:search expert:summary expert:document expert:fact expert:images
        expert:marks""",
    "login 404 404 404 302": "expert:invitation",
    "login 404 404 409 404": "patient:connected",  # without a visit under way
    SEALED: """
        patient:connect_leave expert:record_copy
        patient:arriving_one
        mfa_view_recovery_codes mfa_download_recovery_codes patient:authority
        expert:declare expert:first_opinion expert:report expert:added expert:preview expert:hand_in expert:section
        expert:row expert:read_row expert:sign expert:signed expert:rendering expert:pdf expert:correct
        staff:asking staff:letter_page staff:hospital_letter
        patient:page_image expert:page_image staff:page_image
        staff:timeline staff:search staff:summary staff:document staff:fact staff:seal staff:preview staff:images
        staff:preview_image staff:summary_edit
        staff:queue staff:checks staff:check staff:experts staff:case staff:who_looked staff:authority
        staff:send_records staff:upload staff:arriving staff:arriving_one
        staff:authority_document staff:classify staff:brief staff:assign staff:reviewer staff:release staff:report""",
    # Studies: programs are told 401; a search of Ana's case finds nothing, and nothing is there to be fetched
    "401 404 404 200 404": """
        patient:dicomweb_root patient:dicomweb_studies patient:dicomweb_all_series
        patient:dicomweb_all_instances patient:dicomweb_series patient:dicomweb_study_instances
        patient:dicomweb_instances""",
    "401 404 404 404 200": """
        expert:dicomweb_root expert:dicomweb_studies expert:dicomweb_all_series
        expert:dicomweb_all_instances expert:dicomweb_series expert:dicomweb_study_instances
        expert:dicomweb_instances""",
    "401 404 404 404 404": """
        staff:dicomweb_root staff:dicomweb_studies staff:dicomweb_all_series staff:dicomweb_all_instances
        staff:dicomweb_series staff:dicomweb_study_instances staff:dicomweb_instances
        patient:dicomweb_study patient:dicomweb_study_metadata patient:dicomweb_one_series
        patient:dicomweb_series_metadata patient:dicomweb_instance patient:dicomweb_metadata
        patient:dicomweb_frames patient:dicomweb_frame_rendered patient:dicomweb_rendered
        patient:dicomweb_bulkdata patient:dicomweb_study_thumbnail patient:dicomweb_series_thumbnail
        patient:dicomweb_thumbnail
        expert:dicomweb_study expert:dicomweb_study_metadata expert:dicomweb_one_series
        expert:dicomweb_series_metadata expert:dicomweb_instance expert:dicomweb_metadata
        expert:dicomweb_frames expert:dicomweb_frame_rendered expert:dicomweb_rendered
        expert:dicomweb_bulkdata expert:dicomweb_study_thumbnail expert:dicomweb_series_thumbnail
        expert:dicomweb_thumbnail
        staff:dicomweb_study staff:dicomweb_study_metadata staff:dicomweb_one_series
        staff:dicomweb_series_metadata staff:dicomweb_instance staff:dicomweb_metadata staff:dicomweb_frames
        staff:dicomweb_frame_rendered staff:dicomweb_rendered staff:dicomweb_bulkdata
        staff:dicomweb_study_thumbnail staff:dicomweb_series_thumbnail staff:dicomweb_thumbnail""",
    "login 405 405 405 405": "patient:upload",
    ONLY_POST: """
        activity set_language patient:dicomweb_token expert:dicomweb_token staff:dicomweb_token
        patient:message patient:remove_person patient:open_opinion patient:ask patient:give_consent
        patient:letter_sent patient:letter_renew patient:letter_close staff:letter_sent staff:letter_renew
        staff:letter_close staff:release_scan staff:not_theirs staff:seal_rest staff:read_again public:office_files
        patient:withdraw_consent patient:send_authority patient:records_done patient:remove_record
        expert:answer_invitation expert:grade expert:take_back expert:keep_mark expert:remove_mark
        staff:verify_licence staff:message staff:note staff:move staff:task_done staff:ask_for_more staff:approve_brief
        staff:invite staff:withdraw
        patient:fact_add patient:fact_confirm patient:fact_correct patient:fact_reject patient:fact_restore
        patient:fact_merge expert:fact_add expert:fact_confirm expert:fact_correct expert:fact_reject
        expert:fact_restore expert:fact_merge staff:fact_add staff:fact_confirm staff:fact_correct staff:fact_reject
        staff:fact_restore staff:fact_merge staff:unseal staff:open_the_rest staff:summary_draft
        staff:summary_approve staff:summary_propose staff:proposal""",
}
EXPECTED = {name: tuple(row.split()) for row, names in ROWS.items() for name in names.split()}

# Reached by a form too, and open to everybody or to everybody's own account: not swept with forms.
EVERYBODYS = ("alive", "activity", "set_language", "home", "account_", "mfa_", "usersessions_", "public:home",
              "public:sample", "public:verify", "public:send_code", "public:office", "public:arriving",
              "public:start", "patient:home")  # fmt: skip
