"""The staff's screens: queue, case, brief, assignment, quality check, release, credentials, privacy."""

from __future__ import annotations

from django.urls import path

from secunda.portals.parts.imaging_room import room_url
from secunda.portals.parts.record_files import record_copy, record_file
from secunda.portals.staff import (
    asking,
    assign,
    brief,
    case,
    chart,
    check,
    credentials,
    imaging,
    queue,
    records,
    release,
    sending,
)
from secunda.portals.staff.door import for_case_staff

app_name = "staff"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("checks/", check.waiting, name="checks"),
    path("checks/<uuid:opinion>/", check.read, name="check"),
    path("experts/", credentials.experts_page, name="experts"),
    path("experts/<uuid:licence>/verify/", credentials.verify, name="verify_licence"),
    path("case/<uuid:case>/", case.case_page, name="case"),
    path("case/<uuid:case>/message/", case.message, name="message"),
    path("case/<uuid:case>/note/", case.note, name="note"),
    path("case/<uuid:case>/move/", case.move, name="move"),
    path("case/<uuid:case>/task/<uuid:task>/", case.task_done, name="task_done"),
    path("case/<uuid:case>/who/", case.who_looked, name="who_looked"),
    path("case/<uuid:case>/authority/<uuid:authority>/", case.authority, name="authority"),
    path(
        "case/<uuid:case>/authority/<uuid:authority>/document/",
        case.authority_document,
        name="authority_document",
    ),
    path("case/<uuid:case>/records/send/", sending.send_page, name="send_records"),
    path("case/<uuid:case>/records/upload/", sending.upload, name="upload"),
    path("case/<uuid:case>/records/arriving/", sending.arriving, name="arriving"),
    path("case/<uuid:case>/records/arriving/<uuid:arrival>/", sending.arriving_one, name="arriving_one"),
    *asking.desk.urls(for_case_staff),
    *chart.desk.urls(for_case_staff),
    *chart.desk.staff_urls(for_case_staff),
    *imaging.desk.urls(),
    room_url(imaging.desk),
    path("case/<uuid:case>/records/more/", records.ask_for_more, name="ask_for_more"),
    path("case/<uuid:case>/records/seal-rest/", records.seal_rest, name="seal_rest"),
    path("case/<uuid:case>/records/<uuid:record>/", records.classify, name="classify"),
    path("case/<uuid:case>/records/<uuid:record>/scanned/", records.release_scan, name="release_scan"),
    path("case/<uuid:case>/records/<uuid:record>/not-theirs/", records.not_theirs, name="not_theirs"),
    path("case/<uuid:case>/records/<uuid:record>/file/", record_file, name="record_file"),
    path("case/<uuid:case>/records/<uuid:record>/copy/", record_copy, name="record_copy"),
    path("case/<uuid:case>/brief/", brief.brief, name="brief"),
    path("case/<uuid:case>/brief/approve/", brief.approve, name="approve_brief"),
    path("case/<uuid:case>/assign/", assign.candidates, name="assign"),
    path("case/<uuid:case>/assign/<uuid:expert>/", assign.invite, name="invite"),
    path("case/<uuid:case>/withdraw/<uuid:assignment>/", assign.withdraw, name="withdraw"),
    path("case/<uuid:case>/reviewer/", assign.reviewer, name="reviewer"),
    path("case/<uuid:case>/release/", release.release, name="release"),
    path("case/<uuid:case>/report/", release.report, name="report"),
]
