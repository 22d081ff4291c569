"""Everything that reaches a browser, kept and searched: text, headers, names of files, PDFs and pictures by eye."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import urllib.parse
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

import pydicom
import pypdfium2
from PIL import Image, ImageOps
from playwright.sync_api import APIResponse, Route

from journeys.person import Person

LOWEST_BIT_LAST = bytes(int(f"{one:08b}"[::-1], 2) for one in range(256))
SMALLEST_FOR_OCR = 900  # pixels; small pictures are enlarged, as an eye would come closer


@dataclass(frozen=True)
class Came:
    """One answer as it reached the browser."""

    url: str
    status: int
    headers: str
    body: bytes


@dataclass
class Watch:
    """What a person's browser was given since the watch began."""

    person: Person
    came: list[Came] = field(default_factory=list)

    def begin(self) -> None:
        """From now on every request goes through here and is answered as the server answers."""
        self.person.context.route("**/*", self._pass)

    def _pass(self, route: Route) -> None:
        if "/static/" in route.request.url:
            route.continue_()
            return
        answer = route.fetch(max_redirects=0)
        self.keep(answer)
        route.fulfill(response=answer)

    def keep(self, answer: APIResponse) -> Came:
        """Add one answer."""
        headers = "\n".join(f"{one['name']}: {one['value']}" for one in answer.headers_array)
        self.came.append(Came(answer.url, answer.status, headers, answer.body()))
        return self.came[-1]

    def ask(self, path: str, **headers: str) -> Came:
        """Ask for an address with the person's session, without showing it."""
        answer = self.person.context.request.get(self.person.address(path), headers=headers, max_redirects=0)
        return self.keep(answer)

    def send(self, path: str) -> Came:
        """Send a form with nothing but its mark to an address, as a page that was left open would."""
        headers = {"X-CSRFToken": self.person.mark, "Referer": self.person.page.url}
        answer = self.person.context.request.post(self.person.address(path), headers=headers, max_redirects=0)
        return self.keep(answer)

    def end(self) -> list[Came]:
        """All that came; the watch is over."""
        self.person.context.unroute("**/*")
        return self.came


def found_in(came: Iterable[Came], words: Iterable[str]) -> list[str]:
    """Where which of the words stand, however they are written or drawn."""
    findings = []
    for one in came:
        seen = " ".join(seen_in(one)).casefold()
        findings += [f"“{word}” in {one.url} ({one.status})" for word in words if word.casefold() in seen]
    return findings


def seen_in(one: Came) -> Iterator[str]:
    """An answer as text, in every way in which somebody could read it."""
    yield urllib.parse.unquote_plus(one.url)
    yield urllib.parse.unquote_plus(one.headers)
    yield from as_text(one.body)
    yield from _by_kind(one.body)


def as_text(body: bytes) -> Iterator[str]:
    """Bytes as the text that they may be."""
    plain = body.decode("utf-8", "replace")
    yield plain
    yield html.unescape(plain)
    if b"\0" in body:
        yield body.decode("utf-16-le", "replace")
        yield body.decode("utf-16-be", "replace")


@cache
def _by_kind(body: bytes) -> tuple[str, ...]:
    if body.startswith(b"%PDF"):
        return tuple(_in_pdf(body))
    if body.startswith((b"\x89PNG", b"\xff\xd8", b"II*", b"MM\0*")):
        return (read_by_eye(Image.open(io.BytesIO(body))),)
    return tuple(_in_dicom(body)) if body[128:132] == b"DICM" else ()


def _in_pdf(body: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(body)
    yield " ".join(document.get_metadata_dict().values())
    yield " ".join(one.get_title() for one in document.get_toc())
    for number in range(document.count_attachments()):
        attached = document.get_attachment(number)
        yield attached.get_name()
        yield from as_text(bytes(attached.get_data()))
    for page in document:
        yield page.get_textpage().get_text_bounded()
        yield read_by_eye(page.render(scale=1.6).to_pil())


def _in_dicom(body: bytes) -> Iterator[str]:
    header = pydicom.dcmread(io.BytesIO(body))
    yield str(header)
    for group in range(0x6000, 0x6100, 2):
        if (group, 0x3000) in header:
            size = header[group, 0x0011].value, header[group, 0x0010].value
            plane = header[group, 0x3000].value.translate(LOWEST_BIT_LAST)
            yield read_by_eye(Image.frombytes("1", size, plane))


def read_by_eye(image: Image.Image) -> str:
    """The words in a picture, read by tesseract as it is and as a negative; nothing, and a warning, without it."""
    if not can_read():
        warnings.warn("Pictures were not read by eye: tesseract is not installed.", stacklevel=2)
        return ""
    grey = ImageOps.autocontrast(image.convert("L"))
    factor = max(1, round(SMALLEST_FOR_OCR / max(grey.size)))
    large = grey.resize((grey.width * factor, grey.height * factor))
    return f"{_ocr(large)} {_ocr(ImageOps.invert(large))}"


def can_read() -> bool:
    """Whether this machine has tesseract. `script/setup --tests` installs it."""
    return shutil.which("tesseract") is not None


def _ocr(image: Image.Image) -> str:
    out = io.BytesIO()
    image.save(out, "PNG")
    command = ["tesseract", "-", "-", "--psm", "11"]
    done = subprocess.run(command, input=out.getvalue(), capture_output=True, timeout=120, check=True)
    return " ".join(done.stdout.decode().split())
