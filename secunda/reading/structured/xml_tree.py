"""XML without entities, DTDs and anything from outside: what asks for one is refused before it is parsed."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from secunda.reading.facts import Limits, Refusal

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"),
)  # fmt: skip
_STATED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ENCODINGS = re.compile(
    r"utf-?8|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?1|windows-12\d\d|cp12\d\d|utf-?16|koi8-[ru]|gb\w+|big5|euc-\w+"
    r"|shift_jis|iso-2022-jp",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")


def parse(content: bytes, limits: Limits) -> etree._Element:
    """The root element. Raises `Refusal` for what is broken, too deep, or has a document type (and so entities)."""
    text = _DECLARATION.sub("", decoded(content), count=1)
    _check_prolog(text)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        attribute_defaults=False, remove_comments=True, remove_pis=True, huge_tree=True, recover=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "strict"), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refusal("export_broken") from None
    _check_depth(root, limits.max_export_depth)
    return root


def decoded(content: bytes) -> str:
    """The text of an XML file in the encoding that it states. Raises `Refusal`."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if encoding is None:
        stated = _STATED.match(content[:400])
        encoding = stated.group(1).decode() if stated else "utf-8"
        if not _ENCODINGS.fullmatch(encoding):
            raise Refusal("export_broken")
    try:
        return content.decode(encoding).lstrip("\ufeff")
    except (UnicodeDecodeError, LookupError):
        raise Refusal("export_broken") from None


def _check_prolog(text: str) -> None:
    """What stands before the root element may be comments and instructions, nothing else."""
    at = 0
    while True:
        at += len(text[at : at + 4096]) - len(text[at : at + 4096].lstrip())
        closing = {"<!--": "-->", "<?": "?>"}.get(
            "<!--" if text.startswith("<!--", at) else text[at : at + 2]
        )
        if closing is None:
            break
        end = text.find(closing, at)
        if end < 0:
            raise Refusal("export_broken")
        at = end + len(closing)
    if text.startswith("<!", at):
        raise Refusal("export_unsafe")


def _check_depth(root: etree._Element, most: int) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > most:
            raise Refusal("export_too_deep")
