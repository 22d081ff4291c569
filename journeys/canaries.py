"""A case in which every sealed field sings a word of its own, so that a leak says where it came from."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from weasyprint import HTML, Attachment

from journeys.material import a_picture
from journeys.people import cast
from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now, with_records_complete
from secunda.care.consultations import actions as consultations
from secunda.care.records import actions as records
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_sent_file
from secunda.reading.tests import scans

# Told on the conflict page, and nowhere else before the commit.
PROVENANCE = {
    "doctors": ("Quillfeather",),
    "institutions": ("Marlinspike",),
    "planned_providers": ("Heliotrope",),
}
# What the patient told, by field of the request.
TOLD = {
    "diagnosis": "Wolframite", "treatment": "Obsidian", "reasons": "Tamarack", "decision": "Juniper",
    "hopes": "Saffron", "fears": "Vermilion", "culture": "Cinnabar", "decides_with": "Alabaster",
    "hear_with": "Turquoise",
}  # fmt: skip
QUESTIONS = ("Bergamot", "Sandalwood")
MESSAGES, NOTES = ("Chrysanthemum", "Delphinium"), ("Peregrine",)
SEALED_TITLE = "Axolotl"
LETTER_TEXT, LETTER_PIXELS, LETTER_NAME = "Porcupine", "NARWHAL", "pangolin"
LATE_TEXT, LATE_NAME = "Marmoset", "wolverine"  # a file that came last: nobody has decided about it
HIDDEN = {  # in files that a blind expert may open: their names, and what no eye sees of them
    "names": ("armadillo", "capybara", "dromedary", "barracuda"),
    "pdf": ("Platypus",),
    "inside": ("Hedgehog", "chinchilla"),
    "photo": ("Salamander",),
    "dicom": ("WOMBAT", "OCELOT", "KINGFISHER", "LORIKEET", "CASSOWARY", "GANNET", "JACKDAW", "ANTELOPE"),
}
EVERY = (
    *TOLD.values(), *QUESTIONS, *MESSAGES, *NOTES, SEALED_TITLE, LETTER_TEXT, LETTER_PIXELS, LETTER_NAME,
    LATE_TEXT, LATE_NAME, *(word for words in HIDDEN.values() for word in words),
)  # fmt: skip
WITH_A_FILE_INSIDE = "Report with a file inside"
OF_PROVENANCE = tuple(word for words in PROVENANCE.values() for word in words)


@dataclass(frozen=True)
class Sung:
    """The case and its records, open and sealed, by public id."""

    case: Case
    open: tuple[Record, ...]
    sealed: tuple[Record, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """All of them."""
        return self.open + self.sealed


def a_case_full_of_canaries() -> Sung:
    """Ana's case, its records complete and classified, ready for an invitation. Inside the house."""
    them = cast()
    fields: dict[str, Any] = {name: f"She said {word}." for name, word in TOLD.items()}
    fields |= {name: tuple(f"{word} House" for word in words) for name, words in PROVENANCE.items()}
    asked = tuple(f"Is it {word}?" for word in QUESTIONS)
    case = a_submitted_case(them, questions=asked, hear="call_together", **fields)
    with acting(them.ana, them.programme):
        _say(case, them, MESSAGES[0], as_staff=False)
    with acting(them.cleo, them.programme):
        _say(case, them, MESSAGES[1], as_staff=True)
        cases.note(case=case, text=f"Mind {NOTES[0]}.", by=them.cleo, at=now())
    opened = tuple(
        _record(them, case, name, content, title, "open")
        for name, (content, title) in zip(HIDDEN["names"], _to_be_opened(), strict=True)
    )
    letter = _record(them, case, LETTER_NAME, a_sealed_letter(), f"Letter of {SEALED_TITLE}", "sealed")
    case = with_records_complete(them, case, now())
    return Sung(case, opened, (letter,))


def a_letter_comes_late(sung: Sung) -> Sung:
    """The case with one more record, sent after the expert was invited. Inside the house."""
    letter = HTML(string=f"<p>And they say {LATE_TEXT}.</p>").write_pdf()
    return replace(sung, sealed=(*sung.sealed, _sent(cast(), sung.case, LATE_NAME, letter)))


def _to_be_opened() -> tuple[tuple[bytes, str], ...]:
    return (
        (an_open_scan(), "Core biopsy report"),
        (an_open_photo(), "Photo of a report"),
        (an_open_slice(), "MR of the breasts"),
        (an_open_page_with_a_file_inside(), WITH_A_FILE_INSIDE),
    )


def _say(case: Case, them: Cast, word: str, *, as_staff: bool) -> None:
    role = consultations.STAFF if as_staff else consultations.PATIENT_SIDE
    by = them.cleo if as_staff else them.ana
    consultations.send(case=case, text=f"About {word}.", by=by, role=role, language="en", at=now())


def _record(them: Cast, case: Case, name: str, content: bytes, title: str, blinding: str) -> Record:
    record = _sent(them, case, name, content)
    with acting(them.cleo, them.programme):
        records.confirm_identity(record=record, by=them.cleo, at=now())
        records.classify(record=record, blinding=blinding, title=title, by=them.cleo, at=now())
    return record


def _sent(them: Cast, case: Case, name: str, content: bytes) -> Record:
    record = a_sent_file(them, case, content, name).record
    assert record is not None
    with acting(them.ana, them.programme):
        record = records.check(record=record, at=now())
    assert record.state == Record.State.ACCEPTED, (name, record.state, record.refused_code)
    return record


def an_open_scan() -> bytes:
    """A scanned report whose properties tell what its picture does not."""
    out = io.BytesIO()
    word = HIDDEN["pdf"][0]
    a_picture("Core biopsy\nInvasive carcinoma").save(
        out, "PDF", resolution=100, title=word, author=word, subject=word, keywords=word
    )
    return out.getvalue()


def an_open_photo() -> bytes:
    """A photo of a page whose notes tell what its picture does not."""
    exif = Image.Exif()
    exif[270], exif[315] = HIDDEN["photo"][0], HIDDEN["photo"][0]
    out = io.BytesIO()
    word = HIDDEN["photo"][0].encode()
    a_picture("Ultrasound").convert("RGB").save(out, "JPEG", exif=exif.tobytes(), comment=word)
    return out.getvalue()


def an_open_slice() -> bytes:
    """A slice whose header, and the plane that viewers lay over it, tell what its picture does not."""
    study, comments, place, doctor, remark, private, plan, overlay = HIDDEN["dicom"]
    header = scans.header(
        StudyDescription=study, ImageComments=comments, InstitutionName=place, ReferringPhysicianName=f"{doctor}^A",
        PatientComments=remark,
    )  # fmt: skip
    header.private_block(0x0009, "SOMEBODY", create=True).add_new(0x01, "UN", private.encode())
    asked = Dataset()
    asked.RequestedProcedureDescription = plan
    header.RequestAttributesSequence = Sequence([asked])
    return scans.written(scans.with_pixels(_with_overlay(header, overlay), rows=96, columns=400))


def _with_overlay(header: Dataset, word: str) -> Dataset:
    """An overlay plane (PS3.3 C.9.2) of 400 by 96 bits with a word in it, the lowest bit first."""
    plane = Image.new("1", (400, 96))
    ImageDraw.Draw(plane).text((20, 20), word, fill=1, font=ImageFont.load_default(48))
    bits = plane.tobytes().translate(bytes(int(f"{one:08b}"[::-1], 2) for one in range(256)))
    header.add_new(0x60000010, "US", plane.height)
    header.add_new(0x60000011, "US", plane.width)
    header.add_new(0x60000040, "CS", "G")
    header.add_new(0x60000050, "SS", [1, 1])
    header.add_new(0x60000100, "US", 1)
    header.add_new(0x60000102, "US", 0)
    header.add_new(0x60003000, "OW", bits)
    return header


def an_open_page_with_a_file_inside() -> bytes:
    """A report that carries another letter within it, as e-mail programs make them."""
    word, name = HIDDEN["inside"]
    letter = Attachment(string=f"We advise {word}.", name=f"{name}.txt", description=name)
    page: bytes = HTML(string="<h1>Ultrasound</h1><p>One focus of 18 mm.</p>").write_pdf(attachments=[letter])
    return page


def a_sealed_letter() -> bytes:
    """The first doctors' letter: one word as text, another as pixels only."""
    out = io.BytesIO()
    a_picture(f"We advise\n{LETTER_PIXELS}", (600, 300)).save(out, "PNG")
    picture = base64.b64encode(out.getvalue()).decode()
    page = f"<p>We advise {LETTER_TEXT}.</p><img src='data:image/png;base64,{picture}'>"
    letter: bytes = HTML(string=page).write_pdf()
    return letter
