"""How records reach a case: chosen in the browser, sent one by one, each with its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import FilePayload, expect

from journeys.material import Sent
from journeys.person import Person

LONG = 120_000  # milliseconds until many files are received


def payload(one: Sent) -> FilePayload:
    """The file as the browser's file dialogue hands it over."""
    return {"name": one.name, "mimeType": one.media_type, "buffer": one.content}


def sends_files(person: Person, files: Sequence[Sent]) -> None:
    """Choose files on the records page, and wait until each was received and has its line."""
    person.page.locator("#id_file").set_input_files([payload(one) for one in files])
    expect(person.page.locator(".upload-list .line")).to_have_count(0, timeout=LONG)
    being_checked = person.page.locator("[data-upload-rows] [hx-trigger]")
    expect(being_checked).to_have_count(0, timeout=LONG)


def is_told(person: Person, one: Sent) -> str:
    """Send one file that is not taken; the one sentence that the person reads about it."""
    person.page.locator("#id_file").set_input_files([payload(one)])
    trouble = person.page.locator(
        ".upload-list .error:visible, [data-upload-rows] .line-state [data-state=danger]"
    )
    expect(trouble.first).to_be_visible(timeout=LONG)
    line = trouble.first.locator("xpath=ancestor::li")
    return " ".join(line.inner_text().split())


def lines(person: Person) -> list[str]:
    """What the list of records says, line by line."""
    rows = person.page.locator("[data-upload-rows] > li")
    return [re.sub(r"\s+", " ", text).strip() for text in rows.all_inner_texts()]
