"""One file read: what it is, its pages, whether they can be read, whose it is, its days and its facts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any, BinaryIO, cast

from secunda.reading.document import DateSeen, Document, Fact, Type
from secunda.reading.documents.dates import dates
from secunda.reading.documents.language import language_of
from secunda.reading.documents.patient import patient
from secunda.reading.facts import MEBIBYTE, Identified, Refusal, Unusable
from secunda.reading.isolated import identify_isolated
from secunda.reading.isolated_pages import Source
from secunda.reading.isolated_parts import structured
from secunda.reading.pages.of_file import Progress, pages_of
from secunda.reading.pages.readable import is_garbled, is_readable
from secunda.reading.structured.found import Structured
from secunda.reading.structured.read import KINDS as STRUCTURED
from secunda.reading.text import Page, Text

PAGED = frozenset(("pdf", "jpeg", "png", "tiff", "heic"))
_WORDS = frozenset(("text", "docx"))  # structured kinds that are nothing but words
_RESULTS = frozenset(("lab_csv", "hl7"))
_IN_A_LETTER = ("diagnoses", "procedures", "medication", "laboratory", "heart", "pathology")
UNSURE = 0.5
# Which finders look at which type of document. What is not named here has no facts.
FINDERS: dict[Type, tuple[str, ...]] = {
    "surgical_pathology": ("pathology",),
    "cytology": ("pathology",),
    "molecular": ("pathology",),
    "radiology": ("radiology", "heart"),
    "laboratory": ("laboratory",),
    "operative_note": ("procedures", "diagnoses", "medication"),
    "discharge_summary": _IN_A_LETTER,
    "clinic_letter": _IN_A_LETTER,
    "medication": ("medication", "diagnoses"),
    "ecg": ("heart",),
    "endoscopy": ("procedures", "diagnoses", "medication"),
    "echocardiography": ("heart",),
    "radiotherapy_plan": ("procedures", "diagnoses"),
    "administrative": ("procedures", "diagnoses", "medication"),
    "other": _IN_A_LETTER,
}


def read(
    stream: BinaryIO,
    *,
    name: str,
    size: int,
    languages: Sequence[str] = (),
    progress: Progress | None = None,
    workers: int | None = None,
) -> Document:
    """All that can be read from the file in `stream` (seekable, `size` bytes long).

    `name` is only carried along. `languages` (ISO 639-1) are those of the case: OCR needs them for other scripts than
    Latin. `progress(done, total)` counts pages; `workers` is how many at once (default: one a core). A file that
    cannot be used or read is a document with `readable=False`, no facts and the reason in `problems`. Raises only what
    the stream or `progress` raises, and `isolated.NoReader` when the machine cannot start a process.
    """
    found = identify_isolated(stream, name=name, size=size)
    bare = Document(file=name, sha256=_sha256(stream), kind="unknown")
    if isinstance(found, Unusable):
        return replace(bare, readable=False, problems=(found.code,))
    bare = replace(bare, kind=found.kind)
    if found.kind in PAGED:
        source = Source.of(stream, size=size, kind=found.kind)
        count = found.pages or 1
        return of_pages(
            bare, pages_of(source, pages=count, languages=languages, progress=progress, workers=workers)
        )
    if found.kind in STRUCTURED:
        return _of_structure(bare, stream, size)
    return _of_header(bare, found)


def of_pages(bare: Document, pages: Sequence[Page]) -> Document:
    """`bare` with all that its pages say: nothing but problems when they cannot be read."""
    kept = tuple(_without_garble(page) for page in pages)
    problems = tuple(dict.fromkeys(problem for page in kept for problem in page.problems))
    whole = replace(bare, pages=len(kept), text=Text(kept))
    if not is_readable(kept):
        return replace(whole, readable=False, problems=problems or ("scan_unreadable",))
    return replace(of_text(whole), problems=problems)


def of_text(bare: Document) -> Document:
    """`bare` with what its text says: language, type, patient, days, facts."""
    text = bare.text
    language = language_of(text.plain)
    type, confidence = _type_of(text)
    return replace(
        bare,
        type=type,
        type_confidence=confidence,
        language=language,
        patient=patient(text, language=language),
        dates=dates(text, language=language),
        facts=tuple(_facts(text, type, confidence)),
    )


def _sha256(stream: BinaryIO) -> str:
    total = hashlib.sha256()
    stream.seek(0)
    while piece := stream.read(MEBIBYTE):
        total.update(piece)
    return total.hexdigest()


def _without_garble(page: Page) -> Page:
    if not is_garbled(page):
        return page
    return replace(page, lines=(), problems=(*page.problems, "page_garbled"))


def _of_header(bare: Document, found: Identified) -> Document:
    """What a DICOM header says; its pictures have no words. Of slides, archives and variants, only what they are."""
    seen = tuple(DateSeen(day.value, day.precision, day.role) for day in found.clinical_dates)
    return replace(bare, pages=found.pages or 0, patient=found.patient, dates=seen)


def _of_structure(bare: Document, stream: BinaryIO, size: int) -> Document:
    """What a structured document (FHIR, C-CDA, HL7 v2, tables, office and plain text) says."""
    try:
        found = structured(stream, size=size, kind=bare.kind)
    except Refusal as refusal:
        return replace(bare, readable=False, problems=(refusal.unusable.code,))
    if bare.kind in _WORDS:
        worded = of_pages(bare, found.text.pages)
        return replace(worded, problems=(*worded.problems, *found.problems))
    return _with_structure(bare, found)


def _with_structure(bare: Document, found: Structured) -> Document:
    """The coded facts, and from its words facts of other names: most of the words say the coded ones over again."""
    is_worded = is_readable(found.text.pages)
    worded = of_text(replace(bare, text=found.text)) if is_worded else replace(bare, text=found.text)
    coded = {fact.name for fact in found.facts}
    type: Type = "laboratory" if bare.kind in _RESULTS and not is_worded else worded.type
    return replace(
        worded,
        type=type,
        type_confidence=worded.type_confidence if is_worded else float(type != "other"),
        patient=found.patient,
        dates=found.dates or worded.dates,
        facts=(*found.facts, *(fact for fact in worded.facts if fact.name not in coded)),
        problems=found.problems,
    )


def _type_of(text: Text) -> tuple[Type, float]:
    if find_spec("secunda.reading.documents.type") is None:
        return "other", 0.0
    return cast(tuple[Type, float], _door("documents.type", "type_of")(text))


def _facts(text: Text, type: Type, confidence: float) -> Iterable[Fact]:
    """What the finders of the type find; when the type is not sure, the finders of letters look as well."""
    kinds = FINDERS.get(type, ())
    for kind in kinds:
        found: tuple[Fact, ...] = _finder(kind)(text, type=type)
        yield from found
    for kind in _IN_A_LETTER if confidence < UNSURE and kinds else ():
        if kind not in kinds:
            found = _finder(kind)(text, type="other")
            yield from found


def _finder(kind: str) -> Any:
    door = (
        getattr(import_module(f"secunda.reading.documents.{kind}"), "facts", None)
        if _is_there(kind)
        else None
    )
    return door or _nothing


def _is_there(kind: str) -> bool:
    return find_spec(f"secunda.reading.documents.{kind}") is not None


def _nothing(text: Text, *, type: Type) -> tuple[Fact, ...]:
    return ()


def _door(module: str, name: str) -> Any:
    """A door of this library, opened when first needed: finders are slow to import."""
    return getattr(import_module(f"secunda.reading.{module}"), name)
