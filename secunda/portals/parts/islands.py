"""Finds what `islands/` built, and gives each island its words in the reader's language."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from secunda.portals.parts.viewer_words import viewer_words

FOLDER = Path(__file__).parent / "static" / "islands"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Built:
    """One built island: its name, the address of its script and of its style sheets."""

    name: str
    script: str
    styles: tuple[str, ...]


def find(name: str) -> Built | None:
    """The built island of a name (its folder in `islands/`), or None with one warning when nothing was built."""
    manifest = FOLDER / "manifest.json"
    if not manifest.is_file():
        _warn_once()
        return None
    row = _rows(manifest, manifest.stat().st_mtime_ns)[f"{name}/main.ts"]
    styles = tuple(static(f"islands/{path}") for path in row.get("css", []))
    return Built(name=name, script=static(f"islands/{row['file']}"), styles=styles)


def script_tag(built: Built) -> SafeString:
    """The module script; modules run after the page is parsed, in the order they are written."""
    return format_html('<script type="module" src="{}"></script>', built.script)


@lru_cache(maxsize=2)
def _rows(manifest: Path, _changed: int) -> dict[str, dict[str, list[str]]]:
    rows: dict[str, dict[str, list[str]]] = json.loads(manifest.read_text())
    return rows


@lru_cache(maxsize=1)
def _warn_once() -> None:
    log.warning(
        "The islands are not built: run `npm ci && npm run build` in islands/. Pages work without them."
    )


def words(name: str) -> dict[str, str]:
    """The sentences an island shows, by key, with {placeholders}; empty for an island without words."""
    every = {
        "site": _site,
        "upload": _upload,
        "passkey": _passkey,
        "document": _document,
        "viewer": viewer_words,
    }
    return every.get(name, dict)()


def _document() -> dict[str, str]:
    return {"drawn": _("A box that you drew."), "take_back": _("Take it back")}


def _site() -> dict[str, str]:
    return {
        "saved": _("Saved {time}"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet. We keep trying; please leave this page open."),
        "refused": _(
            "This could not be saved. What was saved before is kept; load the page again to see it."
        ),
        "warn_heading": _("Are you still there?"),
        "warn": _(
            "You will be signed out in {seconds} seconds, so that nobody else can read this. What you wrote is kept."
        ),
        "warn_unsaved": _(
            "You will be signed out in {seconds} seconds. Something on this page is not saved yet."
        ),
        "stay": _("Stay signed in"),
        "out_heading": _("You were signed out"),
        "out": _("Nothing happened here for a while, so we closed this page. What was saved is kept."),
        "again": _("Sign in again"),
        "failed": _("That did not reach us. Nothing was lost. Check your connection and try once more."),
        "broken": _("Something went wrong on our side. Nothing was lost. Please try once more."),
    }


def _upload() -> dict[str, str]:
    return _one_file() | _all_files()


def _one_file() -> dict[str, str]:
    return {
        "drop": _("You can also drop files or a whole folder here."),
        "folder": _("Choose a folder"),
        "camera": _("Take a photo"),
        "waiting": _("waiting"),
        "sending": _("sending: {percent} %"),
        "checking": _("sent, being checked"),
        "done": _("received"),
        "cancelled": _("stopped by you"),
        "refused": _("not taken"),
        "not_received": _("not received"),
        "failed": _("The connection broke. Nothing else was lost; try this file again."),
        "broken": _("Something went wrong on our side. Nothing else was lost; try this file again."),
        "too_large_here": _("This file is too large for us to take in one piece. Your other files go on."),
        "too_large": _("This file has {size}. The limit is {limit}. Your other files go on."),
        "empty": _("This file is empty. Choose it again from where it is kept."),
        "pause": _("Pause"),
        "go_on": _("Go on"),
        "paused": _("paused at {percent} %"),
        "limit": _("Up to {limit} each."),
        "cancel": _("Stop"),
        "retry": _("Try again"),
        "dismiss": _("Remove from this list"),
        "file": _("file"),
        "list": _("Files on their way"),
    }


def _all_files() -> dict[str, str]:
    return {
        "overall": _("Files received: {done} of {total}."),
        "overall_refused": _("Files received: {done} of {total}. Not taken: {refused}."),
        "finished": _("All files are received. You can leave this page."),
        "stay": _("Please keep this page open until the files are received."),
        "stay_or_return": _(
            "Please keep this page open. If it closes, choose the same files again: they go on where they stopped."
        ),
        "all": _("All files together"),
        "left_out_one": _("One file of the disc's own viewer was left out."),
        "left_out": _("{n} files of the disc's own viewer were left out."),
        "more": _("And {n} more files."),
        "pause_all": _("Pause all"),
        "go_on_all": _("Go on with all"),
        "paused_all": _("Paused. What has come is kept for a week."),
        "waits_one": _(
            "One file is not here yet as a whole. Choose it again, and it goes on where it stopped."
        ),
        "waits": _(
            "{n} files are not here yet as a whole. Choose them again, and they go on where they stopped."
        ),
        "came": _("(received: {percent} %)"),
        "forget": _("I do not want to send these any more"),
    }


def _passkey() -> dict[str, str]:
    return {
        "unsupported": _("This browser cannot use passkeys. Please use another way to sign in."),
        "cancelled": _("The passkey was not used. Nothing has changed; you can try again."),
        "known": _("This device already has a passkey for your account."),
        "failed": _("The passkey did not work. Nothing has changed; try again or use another way."),
    }
