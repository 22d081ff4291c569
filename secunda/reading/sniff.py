"""The first look: which reader a file's bytes belong to, or the code of the sentence that refuses it."""

import re

from secunda.reading.writing import encoding_without_mark, is_writing, without_padding

HEAD_BYTES = 4096
PDF_HEADER_WITHIN = 1024  # PDF readers look this far for the header (ISO 32000-1, Annex H, note 13)
DICOM_MARK = 128

_BLANK = b"\x00\t\n\x0c\r \xef\xbb\xbf"
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe|svg|meta)\b", re.IGNORECASE)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_AVIF_BRANDS = (b"avif", b"avis")
DISC_AT, DISC_BYTES = 16 * 2048, 16 * 2048  # ECMA-119 6.2.1: the volume descriptors begin at the 17th sector
_DISC = (b"CD001", b"BEA01", b"NSR02", b"NSR03")
# Which module of `readers` reads what was found.
READERS = {
    "pdf": "pdf", "jpeg": "image", "png": "image", "tiff": "image", "dicom": "dicom", "heic": "heif", "zip": "zipped",
    "iso": "disc", "gzip": "gzipped", "json": "fhir", "xml": "ccda", "hl7": "hl7", "vcf": "vcf", "text": "plain",
}  # fmt: skip
_DICOM_VRS = frozenset(
    b"AE AS AT CS DA DS DT FD FL IS LO LT OB OW PN SH SL SQ SS ST TM UI UL UN US UT UC UR".split()
)

# What begins a file of another kind, and the sentence it gets. Longest first where one begins another.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "office"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xfe\xed\xfa\xce", "program"),
    (b"\xfe\xed\xfa\xcf", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"#!", "program"),
    (b"GIF8", "image_kind"),
    (b"8BPS", "image_kind"),
    (b"\x00\x00\x01\x00", "image_kind"),
    (b"\xff\x0a", "image_kind"),
    (b"\x00\x00\x00\x0cjP  ", "image_kind"),
    (b"\xff\x4f\xff\x51", "image_kind"),
    (b"BM", "image_kind"),
    (b"ID3", "video"),
    (b"OggS", "video"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"\x00\x00\x01\xba", "video"),
    (b"%!PS", "image_kind"),
)


def sniff(head: bytes) -> str:
    """The reader for a file that begins with `head` (a key of `READERS`), or a refusal's code.

    `head` is the first 4096 bytes (fewer if the file is shorter). Two kinds in one place are `two_in_one`, and a
    DICOM file whose free first 128 bytes are another kind is `dicom_polyglot`.
    """
    if head[DICOM_MARK : DICOM_MARK + 4] == b"DICM":
        return _dicom(head)
    picture = _picture(head)
    pdf_at = head[:PDF_HEADER_WITHIN].find(b"%PDF-")
    if pdf_at >= 0:
        return "two_in_one" if picture or _is_another_kind(head[:pdf_at]) else "pdf"
    return picture or _bare_dicom(head) or _foreign(head) or _wording(head)


def is_disc(descriptors: bytes) -> bool:
    """Whether the bytes from `DISC_AT` on are a disc's volume descriptors (ECMA-119 8.1, ECMA-167 2/9.1)."""
    return any(descriptors[at + 1 : at + 6] in _DISC for at in range(0, len(descriptors), 2048))


def has_html(text: bytes) -> bool:
    """Whether a browser that guesses kinds would take `text` for a page."""
    return _HTML.search(text) is not None


def _dicom(head: bytes) -> str:
    preamble = head[:DICOM_MARK]
    begun = preamble.lstrip(_BLANK)
    if b"%PDF-" in preamble or has_html(preamble):
        return "dicom_polyglot"
    if preamble.startswith(_TIFF):  # PS3.10 7.1 allows a TIFF header there, for slide files
        return "dicom"
    return "dicom_polyglot" if _picture(begun) or _foreign(preamble) or _foreign(begun) else "dicom"


def _is_another_kind(before: bytes) -> bool:
    begun = before.lstrip(_BLANK)
    return bool(begun) and (has_html(before) or bool(_foreign(before) or _foreign(begun)))


def _picture(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "tiff" if head.startswith(_TIFF) else None


def _bare_dicom(head: bytes) -> str | None:
    """DICOM written without its 128 bytes and mark, as old discs do: a data element of group 0002 or 0008 begins it."""
    if len(head) < 16 or head[:2] not in (b"\x08\x00", b"\x02\x00", b"\x00\x08"):
        return None
    if head[4:6] in _DICOM_VRS:
        return "dicom"
    small = int.from_bytes(head[4:8], "little") <= 128
    return "dicom" if small and head[2:4] <= b"\x18\x00" and head[:2] != b"\x00\x08" else None


def _foreign(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return (
            "heic" if head[8:12] in _HEIF_BRANDS else "image_kind" if head[8:12] in _AVIF_BRANDS else "video"
        )
    if head.startswith(b"RIFF"):
        return "image_kind" if head[8:12] == b"WEBP" else "video"
    return next((code for beginning, code in _FOREIGN if head.startswith(beginning)), None)


def _wording(head: bytes) -> str:
    """The reader for a file made of writing (an export, a table, plain text), "web_page", else "unknown"."""
    text = _decoded(head)
    if text is None:
        return "unknown"
    begun = text.lstrip("\ufeff\x0b \t\r\n")
    if has_html(begun.encode("utf-8", "replace")):
        return "web_page"
    if begun.startswith(("MSH", "FHS", "BHS")) and not begun[3:4].isalnum() and begun[3:4].strip():
        return "hl7"
    if begun.startswith("##fileformat=VCF"):
        return "vcf"
    return {"<": "xml", "{": "json", "[": "json"}.get(begun[:1], "text")


def _decoded(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        head = without_padding(head)
        encoding = encoding_without_mark(head) or "utf-8"
    try:
        text = head.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and error.start >= len(head) - 3:
            text = head[: error.start].decode("utf-8")
        else:
            text = head.decode("latin-1")
    return text if text and is_writing(text) else None
