"""Row security of the case: by part in it and by phase."""

from django.db import migrations

from secunda.care.cases.rowsecurity import (
    BLIND,
    CHORES,
    FUNCTIONS,
    INVITED,
    OPEN,
    OWN,
    PROVENANCE,
    STAFF,
    protect,
)
from secunda.foundation.accounts.rowsecurity import MINE, either

OWN_OR_STAFF = either(OWN, STAFF)
ANY_PART = either(OWN, INVITED, STAFF)
AFTER_COMMIT = either(OWN, OPEN, STAFF)
THE_LINK = "id = nullif(current_setting('app.link_id', true), '')::bigint"
PATIENTS = "id = any((select app_patients())::bigint[])"
MADE_BY_ME = "created_by_id = (select app_account())"
PATIENT_STAFF = "programme_id = (select app_case_staff())"


def of_the_case_itself(phrase: str) -> str:
    return phrase.replace("case_id =", "id =")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_row_security"),
        ("cases", "0001_tables"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        protect(
            "cases_case",
            see=of_the_case_itself(ANY_PART),
            write=of_the_case_itself(ANY_PART),
            of_a_case=False,
        ),
        protect(
            "cases_patient",
            see=either(PATIENTS, MINE, MADE_BY_ME, PATIENT_STAFF),
            write=either(MINE, MADE_BY_ME, PATIENT_STAFF),
            of_a_case=False,
        ),
        protect("cases_interval", see=ANY_PART, write=ANY_PART),
        protect("cases_task", see=ANY_PART, write=ANY_PART),
        protect("cases_legalhold", see=STAFF, write=STAFF),
        protect("cases_proxyauthority", see=OWN_OR_STAFF, write=OWN_OR_STAFF),
        protect("cases_party", see=either(OWN, OPEN, STAFF, MINE), write=either(OWN, INVITED, STAFF)),
        protect("cases_link", see=either(OWN, STAFF, THE_LINK), write=either(OWN, STAFF)),
        protect("cases_intake", see=either(OWN, CHORES), write=either(OWN, CHORES)),
        protect("cases_provenance", see=either(OWN, PROVENANCE, STAFF), write=OWN_OR_STAFF),
        protect("cases_firstopinion", see=AFTER_COMMIT, write=OWN_OR_STAFF),
        protect("cases_question", see=AFTER_COMMIT, write=OWN_OR_STAFF),
        protect("cases_wishes", see=AFTER_COMMIT, write=OWN_OR_STAFF),
        protect("cases_consent", see=either(OWN, BLIND, STAFF), write=OWN_OR_STAFF),
        protect("cases_brief", see=either(OWN, BLIND, STAFF), write=STAFF),
        protect("cases_staffnote", see=STAFF, write=STAFF),
    ]
