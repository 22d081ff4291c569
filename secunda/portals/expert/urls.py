"""The expert's screens: worklist, invitation, case room, commit, report, signature, follow-up."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from secunda.portals.expert import (
    chart,
    commit,
    finish,
    follow_up,
    imaging,
    invitation,
    marks,
    pictures,
    report,
    room,
    worklist,
)
from secunda.portals.expert.door import for_experts
from secunda.portals.parts.imaging_room import room_url

app_name = "expert"
urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("thanks/", invitation.thanks, name="thanks"),
    path("invitation/<uuid:assignment>/", invitation.invitation, name="invitation"),
    path("invitation/<uuid:assignment>/declare/", invitation.declare, name="declare"),
    path("invitation/<uuid:assignment>/answer/", invitation.answer, name="answer_invitation"),
    path("case/<uuid:assignment>/", room.room, name="room"),
    path("case/<uuid:assignment>/row/", room.row, name="read_row"),
    path("case/<uuid:assignment>/record/<uuid:record>/", room.room, name="record"),
    path("case/<uuid:assignment>/record/<uuid:record>/file/", room.file, name="record_file"),
    path("case/<uuid:assignment>/record/<uuid:record>/copy/", room.copy, name="record_copy"),
    path("case/<uuid:assignment>/record/<uuid:record>/<int:page>.png", pictures.picture, name="picture"),
    *chart.desk.urls(for_experts),
    *imaging.desk.urls(),
    room_url(imaging.desk),
    path("case/<uuid:assignment>/images/marks/", require_safe(marks.every_mark), name="marks"),
    path("case/<uuid:assignment>/images/marks/<uuid:mark>/", require_POST(marks.keep), name="keep_mark"),
    path(
        "case/<uuid:assignment>/images/marks/<uuid:mark>/remove/",
        require_POST(marks.remove),
        name="remove_mark",
    ),
    path("case/<uuid:assignment>/commit/", commit.commit, name="commit"),
    path("case/<uuid:assignment>/first-opinion/", commit.first_opinion, name="first_opinion"),
    path("case/<uuid:assignment>/give-back/", finish.give_back, name="give_back"),
    path("case/<uuid:assignment>/report/", report.report, name="report"),
    path("case/<uuid:assignment>/report/added/", report.added, name="added"),
    path("case/<uuid:assignment>/report/preview/", report.preview, name="preview"),
    path("case/<uuid:assignment>/report/grade/", report.grade, name="grade"),
    path("case/<uuid:assignment>/report/hand-in/", finish.hand_in, name="hand_in"),
    path("case/<uuid:assignment>/report/take-back/", finish.take_back, name="take_back"),
    path("case/<uuid:assignment>/report/section/<slug:name>/", report.section, name="section"),
    path("case/<uuid:assignment>/report/section/<slug:name>/row/", report.row, name="row"),
    path("case/<uuid:assignment>/sign/", finish.sign, name="sign"),
    path("case/<uuid:assignment>/signed/", finish.signed, name="signed"),
    path("case/<uuid:assignment>/signed/rendering/", finish.rendering, name="rendering"),
    path("case/<uuid:assignment>/signed/report.pdf", finish.pdf, name="pdf"),
    path("case/<uuid:assignment>/correct/", finish.correct, name="correct"),
    path("question/<uuid:addendum>/", follow_up.answer, name="answer"),
    path("question/<uuid:addendum>/sign/", follow_up.sign_answer, name="sign_answer"),
]
