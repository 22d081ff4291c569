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
    """Choose files on the records page, and wait until each was received and has its line; a refused one's stays."""
    sent = person.page.locator(".upload-list .line")
    before = sent.count()
    rows = person.page.locator("[data-upload-rows]")
    said = rows.inner_text()
    person.page.locator("#id_file").set_input_files([payload(one) for one in files])
    expect(rows).not_to_have_text(said, use_inner_text=True, timeout=LONG)  # the first has come
    expect(sent).to_have_count(before, timeout=LONG)
    being_checked = person.page.locator("[data-upload-rows] [hx-trigger]")
    expect(being_checked).to_have_count(0, timeout=LONG)


def sends_all_sorts(person: Person, files: Sequence[Sent]) -> dict[str, str]:
    """Choose files of which some are not taken; what the line of each says in the end, by the file's name."""
    person.page.locator("#id_file").set_input_files([payload(one) for one in files])
    on_its_way = person.page.locator(".upload-list .line:has(progress:not([hidden])), [hx-trigger^=every]")
    everywhere = person.page.locator(".upload-list .line, [data-upload-rows] > li")
    for one in files:
        expect(everywhere.filter(has_text=one.name)).to_have_count(1, timeout=LONG)
    expect(on_its_way).to_have_count(0, timeout=LONG)
    return {one.name: _words(everywhere.filter(has_text=one.name).inner_text()) for one in files}


def lines(person: Person) -> list[str]:
    """What the list of records says, line by line."""
    rows = person.page.locator("[data-upload-rows] > li")
    return [_words(text) for text in rows.all_inner_texts()]


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
