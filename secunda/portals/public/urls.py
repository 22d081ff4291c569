"""Addresses of the public portal. Whatever belongs to a draft carries its id; other people's are not there."""

from __future__ import annotations

from django.urls import path

from secunda.portals.public import office, views_check, views_home, views_send, views_wizard

app_name = "public"

urlpatterns = [
    path("", views_home.home, name="home"),
    path("sample/", views_home.sample_report, name="sample"),
    path("verify", views_home.verify, name="verify"),  # as it is printed on reports
    path("send", office.type_code, name="send_code"),  # as it is printed in letters to hospitals
    path("send/<str:code>", office.office, name="office"),
    path("send/<str:code>/files", office.plain_files, name="office_files"),
    path("send/<str:code>/arriving/", office.arriving, name="arriving"),
    path("send/<str:code>/arriving/<uuid:arrival>/", office.arriving_one, name="arriving_one"),
    path("start/", views_home.start, name="start"),
    path("start/<uuid:case_id>/", views_wizard.draft, name="draft"),
    path("start/<uuid:case_id>/check/", views_check.begin, name="check"),
    path("start/<uuid:case_id>/check/<slug:screen_id>/", views_check.screen, name="check-screen"),
    path("start/<uuid:case_id>/stop/", views_check.stop, name="stop"),
    path("start/<uuid:case_id>/today/", views_check.today, name="today"),
    path("start/<uuid:case_id>/in-hospital/", views_check.in_hospital, name="in-hospital"),
    path("start/<uuid:case_id>/letter/", views_wizard.letter, name="letter"),
    path("start/<uuid:case_id>/send/", views_send.send, name="send"),
    path("start/<uuid:case_id>/keep/", views_send.keep, name="keep"),
    path("start/<uuid:case_id>/later/", views_send.later, name="later"),
    path("start/<uuid:case_id>/about/<slug:slug>/", views_wizard.page, name="page"),
]
