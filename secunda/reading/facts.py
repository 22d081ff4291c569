"""What reading a file yields: frozen facts, or the reason why it cannot be used."""

from dataclasses import dataclass, field
from typing import Literal

from secunda.reading.sentences import SENTENCES

Kind = Literal[
    "pdf", "jpeg", "png", "tiff", "dicom", "dicom_document", "heic", "docx", "text", "fhir", "ccda", "hl7", "lab_csv",
    "vcf", "slide", "archive",
]  # fmt: skip
Precision = Literal["day", "month", "year"]
DateRole = Literal["study", "series"]
MEBIBYTE = 1024 * 1024
MEDIA_TYPES: dict[Kind, str] = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tiff": "image/tiff",
    "dicom": "application/dicom",
    "dicom_document": "application/dicom",
    "heic": "image/heic",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text": "text/plain",
    "fhir": "application/fhir+json",
    "ccda": "application/xml",
    "hl7": "x-application/hl7-v2+er7",
    "lab_csv": "text/csv",
    "vcf": "text/plain",
    "slide": "image/tiff",
    "archive": "application/zip",
}
_MEDIA_TYPES_OF_FORMATS = {
    "dicom_wsi": "application/dicom",
    "iso": "application/x-iso9660-image",
    "vcf_gz": "application/gzip",
}
FORMATS = ("svs", "ndpi", "tiled_tiff", "dicom_wsi", "zip", "iso", "vcf_gz")
HOLDS = ("label", "macro", "thumbnail", "attachment")
ACTIVE = (
    "javascript", "launch", "embedded_file", "media", "form", "zip", "html", "unscanned", "macro", "external",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is taken. Sizes in bytes or pixels; whatever exceeds one is refused by a sentence."""

    max_bytes: int = 200 * MEBIBYTE
    max_pdf_pages: int = 5_000
    max_tiff_pages: int = 2_000
    max_image_side: int = 30_000
    max_jpeg_pixels: int = 250_000_000
    max_decoded_pixels: int = 100_000_000
    max_inflated_bytes: int = 256 * MEBIBYTE
    max_dicom_fragments: int = 500_000
    max_text_bytes: int = 20 * MEBIBYTE
    max_export_bytes: int = 64 * MEBIBYTE
    max_export_depth: int = 100
    max_slide_pages: int = 500


@dataclass(frozen=True, slots=True)
class ClinicalDate:
    """A day that the file itself states. `value` is ISO 8601 cut to its precision ("2004-01-19", "2004-01", "2004")."""

    value: str
    precision: Precision
    role: DateRole


@dataclass(frozen=True, slots=True)
class PatientSeen:
    """Who the file says it is about, as written there. Birth dates are ISO 8601 days."""

    names: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dicom:
    """The header facts that place an instance in its study.

    `document` names the class of a file that is no picture: sr, key_object, presentation_state, encapsulated_pdf,
    encapsulated_cda, encapsulated_other, rt or waveform. `pixel_offset` is where the PixelData element starts, in
    bytes from the start of the file (None without pixels, and for a deflated file, which has no such place).
    """

    sop_class_uid: str | None
    sop_uid: str | None
    study_uid: str | None
    series_uid: str | None
    transfer_syntax_uid: str | None
    modality: str | None
    study_description: str | None
    series_description: str | None
    document: str | None
    frames: int | None
    pixel_offset: int | None


@dataclass(frozen=True, slots=True)
class Identified:
    """A file that is what it is: decided by its bytes and a parser, never by its name.

    `pages` counts the pages of a PDF (also one inside DICOM), a TIFF or a text, 1 for a picture, None for all else.
    `pixels` is (width, height) of the first picture. `active` names (of `ACTIVE`) what in the file could run or
    unpack by itself; the original is only ever served as a sandboxed attachment. `format` (of `FORMATS`) says which
    one of a kind that has several: slides and archives. `holds` (of `HOLDS`) names what comes with it: a slide's label
    and macro picture (a label often bears the patient's name), documents attached to a health data export.
    `display_name` is safe to show; `notices` are codes of sentences to show beside the file.
    """

    kind: Kind
    size: int
    pages: int | None = None
    pixels: tuple[int, int] | None = None
    clinical_dates: tuple[ClinicalDate, ...] = ()
    patient: PatientSeen = field(default_factory=PatientSeen)
    dicom: Dicom | None = None
    active: tuple[str, ...] = ()
    format: str = ""
    holds: tuple[str, ...] = ()
    display_name: str = ""
    notices: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The type under which the original is served: from this table only, never from the file."""
        return _MEDIA_TYPES_OF_FORMATS.get(self.format, MEDIA_TYPES[self.kind])

    @property
    def active_content(self) -> bool:
        """Whether anything in the file could run or unpack by itself, or could not be searched for that."""
        return bool(self.active)


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file that is refused. `code` is stable (portals translate by it); `values` fill the sentence's places."""

    code: str
    values: tuple[tuple[str, int], ...] = ()

    @property
    def sentence(self) -> str:
        """The reason and what to do, in English, for a person."""
        return SENTENCES[self.code] % dict(self.values)


class Refusal(Exception):
    """Raised inside readers to leave early. Never leaves `identify`; leaves what unpacks or reads further."""

    def __init__(self, code: str, **values: int) -> None:
        super().__init__(code)
        self.unusable = Unusable(code, tuple(sorted(values.items())))
