"""Every door of the site. Portals own their screens; accounts are allauth's, in our frame."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from secunda.portals.parts import sessions

urlpatterns: list[URLPattern | URLResolver] = [
    path("alive", sessions.alive, name="alive"),
    path("activity", sessions.activity, name="activity"),
    path("language", sessions.set_language, name="set_language"),
    path("home", sessions.home, name="home"),
    path("account/", include("allauth.account.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("mfa/", include("allauth.mfa.urls")),
]
for portal, prefix in (
    ("public", ""),
    ("patient", "my/"),
    ("expert", "expert/"),
    ("staff", "staff/"),
    ("doctor", "doctor/"),
):
    if find_spec(f"secunda.portals.{portal}") and find_spec(f"secunda.portals.{portal}.urls"):
        urlpatterns.append(path(prefix, include(f"secunda.portals.{portal}.urls")))
if settings.DEMO and find_spec("secunda.portals.parts.gallery"):
    from secunda.portals.parts import gallery

    urlpatterns.append(path("gallery/", gallery.gallery, name="gallery"))

handler404 = "secunda.portals.parts.refusals.not_found"
