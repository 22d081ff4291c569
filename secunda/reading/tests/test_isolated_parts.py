"""Archives, structures and copies of PDFs from the bounded process: the same, and nothing more is believed."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from secunda.reading import wire_parts
from secunda.reading.archives.entries import ArchiveLimits
from secunda.reading.archives.walk import walk
from secunda.reading.disarm import disarmed
from secunda.reading.facts import Refusal
from secunda.reading.isolated_parts import pdf_copy, structured, unpacked
from secunda.reading.structured.read import read_structured
from secunda.reading.tests import exports, packed, pdfs, scans


def refusal_of(call: Any) -> str:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.unusable.code


def test_an_archive_is_the_same_at_arms_length() -> None:
    content = packed.zipped(
        packed.patient_disc() | {"inner.zip": packed.zipped({"a.dcm": scans.scan() * 900})}
    )
    here = [
        (
            entry.path,
            entry.size,
            entry.sort,
            entry.reason,
            b"".join(entry.chunks()) if not entry.reason else b"",
        )
        for entry in walk(io.BytesIO(content), len(content))
    ]
    there = [
        (entry.path, entry.size, entry.sort, entry.reason, b"".join(entry.chunks()))
        for entry in unpacked(io.BytesIO(content), size=len(content))
    ]
    assert there == here


def test_bytes_that_are_not_wanted_are_passed_over() -> None:
    content = packed.zipped({f"{number}.dcm": scans.scan() * 900 for number in range(6)})
    seen = []
    for number, entry in enumerate(unpacked(io.BytesIO(content), size=len(content))):
        if number % 3 == 1:
            seen.append(len(b"".join(entry.chunks())))
        if number % 3 == 2:
            next(entry.chunks())
    assert seen == [len(scans.scan()) * 900] * 2


def test_refusals_and_damage_come_over() -> None:
    bomb = packed.overlapping()
    assert refusal_of(lambda: list(unpacked(io.BytesIO(bomb), size=len(bomb)))) == "archive_bomb"
    few = packed.zipped({"a": b"1", "b": b"2"})
    limits = ArchiveLimits(max_entries=1)
    assert (
        refusal_of(lambda: list(unpacked(io.BytesIO(few), size=len(few), limits=limits)))
        == "archive_too_many"
    )
    files = {"a.dcm": scans.scan() + bytes(9000), "b.dcm": scans.scan()}
    broken = bytearray(packed.zipped(files, method=packed.STORED))
    broken[8000] ^= 255
    found = unpacked(io.BytesIO(bytes(broken)), size=len(broken))
    first = next(found)
    assert refusal_of(lambda: list(first.chunks())) == "entry_damaged"
    assert [b"".join(entry.chunks()) for entry in found] == [scans.scan()]


@pytest.mark.parametrize("kind", exports.WHOLE)
def test_a_structure_is_the_same_at_arms_length(kind: str) -> None:
    content = exports.WHOLE[kind]
    here = read_structured(io.BytesIO(content), len(content), kind)
    there = structured(io.BytesIO(content), size=len(content), kind=kind)
    assert (there.facts, there.patient, there.dates, there.problems) == (
        here.facts, here.patient, here.dates, here.problems,
    )  # fmt: skip
    assert there.text.plain == here.text.plain
    assert [b"".join(entry.chunks()) for entry in there.attachments] == [
        b"".join(entry.chunks()) for entry in here.attachments
    ]


def test_a_broken_structure_is_refused_at_arms_length() -> None:
    assert refusal_of(lambda: structured(io.BytesIO(b"{"), size=1, kind="fhir")) == "export_broken"


def test_a_pdf_copy_comes_whole_or_not_at_all() -> None:
    content = pdfs.write(pdfs.pages(2, catalogue=b"/OpenAction <</S /JavaScript /JS (1)>>"))
    copy = b"".join(pdf_copy(io.BytesIO(content), size=len(content)))
    assert len(copy) == len(disarmed(io.BytesIO(content), len(content)))
    assert refusal_of(lambda: list(pdf_copy(io.BytesIO(b"%PDF-1.7\n"), size=9))) == "pdf_damaged"


class Broken(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise PermissionError("the vault is locked")


def test_a_broken_vault_is_not_the_files_fault() -> None:
    content = packed.zipped({"a.dcm": scans.scan()})
    with pytest.raises(PermissionError):
        list(unpacked(Broken(content), size=len(content)))
    with pytest.raises(PermissionError):
        structured(Broken(b"{}"), size=2, kind="fhir")


ENTRY = {"path": "a/b.dcm", "size": 5, "sort": "dicom", "reason": ""}
FACT = {
    "name": "psa", "value": "1", "quote": "PSA 1", "unit": "", "code": "", "code_system": "", "path": "OBX[1]-5",
    "specimen": "", "date": "", "confidence": 1.0, "assertion": "affirmed", "detail": [["range", "0-4"]],
}  # fmt: skip


def said(**changed: Any) -> bytes:
    whole = {
        "patient": {"names": [], "birth_dates": [], "identifiers": []},
        "dates": [],
        "facts": [FACT],
        "problems": [],
    }
    return json.dumps({"said": whole | changed, "text": "words"}).encode()


def test_what_is_sound_is_believed() -> None:
    assert wire_parts.entry(ENTRY).path == "a/b.dcm"
    assert wire_parts.structured(said()).facts[0].detail == (("range", "0-4"),)
    assert wire_parts.refusal("archive_too_many", [["limit", 5]]).unusable.sentence


@pytest.mark.parametrize(
    "changed",
    [
        {"path": "../a"}, {"path": "/etc/passwd"}, {"path": ""}, {"path": "a\nb"}, {"size": -1}, {"size": True},
        {"sort": "script"}, {"reason": "made_up"}, {"sort": "left_out"}, {"reason": "entry_empty"},
    ],
)  # fmt: skip
def test_no_other_entry_is_believed(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        wire_parts.entry(ENTRY | changed)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{}", said(facts=[FACT | {"confidence": 2}]), said(facts=[FACT | {"confidence": "1"}]),
        said(facts=[FACT | {"assertion": "sure"}]), said(facts=[FACT | {"name": 5}]),
        said(facts=[FACT | {"value": "a\nb"}]),
        said(problems=["made_up"]), said(patient={"names": ["a\nb"], "birth_dates": [], "identifiers": []}),
        said(dates=[{"value": "2020", "precision": "hour", "role": "study", "quote": "", "path": ""}]),
        json.dumps({"said": {}, "text": 5}).encode(),
    ],
)  # fmt: skip
def test_no_other_structure_is_believed(body: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        wire_parts.structured(body)


@pytest.mark.parametrize(
    ("code", "values"), [("made_up", []), (5, []), ("archive_too_many", []), ("empty", [["a", "b"]])]
)
def test_no_other_refusal_is_believed(code: object, values: list[Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        wire_parts.refusal(code, values)
