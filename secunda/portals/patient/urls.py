"""The patient's screens, which a proxy and a treating doctor who asked use too."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path

from secunda.portals.parts.imaging_room import room_url
from secunda.portals.patient import (
    asking,
    authority,
    case,
    chart,
    connect,
    consents,
    home,
    imaging,
    opinion,
    people,
    records_urls,
    safety,
    who_looked,
)

app_name = "patient"
urlpatterns = [
    path("", home.home, name="home"),
    path("case/<uuid:case>/", case.case_page, name="case"),
    path("case/<uuid:case>/message/", case.message, name="message"),
    path("case/<uuid:case>/cancel/", case.cancel, name="cancel"),
    path("case/<uuid:case>/people/<uuid:account>/remove/", people.remove, name="remove_person"),
    path("case/<uuid:case>/opinion/", opinion.opinion_page, name="opinion"),
    path("case/<uuid:case>/opinion/<uuid:opinion>/", opinion.version_page, name="opinion_version"),
    path("case/<uuid:case>/opinion/<uuid:opinion>/open/", opinion.open_now, name="open_opinion"),
    path("case/<uuid:case>/opinion/<uuid:opinion>/report/", opinion.report, name="report"),
    path("case/<uuid:case>/opinion/<uuid:opinion>/ask/", opinion.ask, name="ask"),
    path("case/<uuid:case>/consents/", consents.consents_page, name="consents"),
    path("case/<uuid:case>/consents/give/", consents.give, name="give_consent"),
    path("case/<uuid:case>/consents/<uuid:consent>/withdraw/", consents.withdraw, name="withdraw_consent"),
    path("case/<uuid:case>/who/", who_looked.who_looked, name="who_looked"),
    path("case/<uuid:case>/authority/", authority.authority_page, name="authority"),
    path("case/<uuid:case>/authority/document/", authority.send_document, name="send_authority"),
    path("case/<uuid:case>/safety/", safety.questions, name="safety"),
    path("case/<uuid:case>/safety/help/", safety.get_help, name="safety_help"),
    path("case/<uuid:case>/connect/", connect.hospitals, name="connect"),
    path("case/<uuid:case>/connect/<slug:key>/", connect.leave, name="connect_leave"),
    path("connected/", connect.come_back, name="connected"),
    *records_urls.urlpatterns,
    *asking.desk.urls(login_required),
    *chart.desk.urls(chart.on_own_clock),
    *imaging.desk.urls(),
    room_url(imaging.desk),
]
