"""The report as a page and as a PDF: whole, in the patient's order, inert, readable in both directions."""

from __future__ import annotations

import dataclasses
import io
import re
from html.parser import HTMLParser
from typing import Any

import pypdfium2 as pdfium
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from secunda.care.opinions import canonical, printing, rendering
from secunda.care.opinions import content as c
from secunda.care.opinions.letter import letter
from secunda.care.opinions.tests import samples
from secunda.foundation.paper.printing import HouseFonts

FIELDS = {str(number) for number in range(1, 23)}
HOSTILE = (
    "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"' {{ 7 }} {% now %} javascript:x"
)


class Page(HTMLParser):
    """The elements and attributes of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, name: str) -> list[str]:
        """The values of every attribute of that name."""
        return [value for held, value in self.attributes if held == name]


def printed(signed: canonical.Signed, language: str = "en") -> bytes:
    """The PDF of a document."""
    return printing.render_pdf(rendering.render_html(signed, language=language), canonical.canonical(signed))


def text_of(pdf: bytes) -> str:
    """The text of a PDF in the order in which a reader takes it out."""
    document = pdfium.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "\n")


@pytest.fixture(scope="module")
def full_pdf() -> bytes:
    """A report with something in every field."""
    return printed(samples.full_signed())


def test_every_field_has_its_place_in_the_print() -> None:
    page = Page(rendering.render_html(samples.full_signed(), language="en"))
    assert set(page.values("data-field")) == FIELDS


def test_the_page_has_all_but_letterhead_and_signature() -> None:
    page = Page(rendering.render_page(samples.full_signed(), language="en"))
    assert set(page.values("data-field")) == FIELDS - {"22"}
    assert page.tags.count("h1") == 0
    assert not page.values("style")


def test_everything_that_was_written_can_be_read(full_pdf: bytes) -> None:
    signed = samples.full_signed()
    read = re.sub(r"[\s\ufffe\xad-]", "", text_of(full_pdf))
    unseen = {
        "key",
        "id",
        "question",
        "measure",
        "option",
        "target",
        "expert",
        "absent",
        "sha256",
        "language",
        "time_zone",
    }
    unseen |= {"limits", "schema", "sex", "born", "on", "place", "by", "delivery"}
    for name, text in texts(signed.content):
        if name not in unseen:
            for word in text.replace("-", "").split():
                assert word in read, f"{name}: {word}"
    assert signed.content.limits.split()[0] in read


def texts(part: Any, name: str = "") -> list[tuple[str, str]]:
    """Every text in a frozen value, with the name of its field."""
    if isinstance(part, tuple):
        return [found for item in part for found in texts(item, name)]
    if dataclasses.is_dataclass(part):
        return [found for f in dataclasses.fields(part) for found in texts(getattr(part, f.name), f.name)]
    return [(name, part)] if type(part) is str else []


def test_the_patients_words_come_first(full_pdf: bytes) -> None:
    text = text_of(full_pdf)
    order = [
        "Your second opinion",
        "The answer",
        "You can keep your breast",
        "Where the two opinions agree",
        "Your questions",
        "Your options, side by side",
        "What to do next",
        "Questions to take to your doctor",
        "What this opinion could not see",
        "For your doctors",
        "Concordance with the first opinion",
        "Records reviewed",
        "References",
        "Signatures",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_the_first_thing_said_is_the_answer() -> None:
    shown = letter(samples.demo_signed())
    assert str(shown["lead"]).startswith("You can keep your breast.")
    assert shown["who"] == "Dr Bo"
    assert letter(samples.full_signed())["who"] == "The panel"
    assert letter(canonical.Signed(samples.frame(), c.OpinionContent()))["lead"] == ""


def test_peer_scores_never_reach_the_patient() -> None:
    html = rendering.render_html(samples.full_signed(), language="en")
    held = canonical.canonical(samples.full_signed()).decode()
    for score in ("RADPEER", "radpeer", "2a", "2b", "3b"):
        assert score not in Page(html).words
    assert "radpeer" not in held.lower()


def test_the_embedded_data_are_the_signed_bytes(full_pdf: bytes) -> None:
    held = canonical.canonical(samples.full_signed())
    document = pdfium.PdfDocument(full_pdf)
    assert document.count_attachments() == 1
    attachment = document.get_attachment(0)
    assert attachment.get_name() == "opinion.json"
    assert bytes(attachment.get_data()) == held
    assert canonical.read(held) == samples.full_signed()


def test_the_print_carries_the_hash_and_the_code(full_pdf: bytes) -> None:
    signed = samples.full_signed()
    text = text_of(full_pdf)
    assert canonical.sha256(canonical.canonical(signed)) in text
    assert text.count(signed.frame.code) > len(pdfium.PdfDocument(full_pdf))


def test_the_pdf_is_an_archivable_tagged_document(full_pdf: bytes) -> None:
    root = PdfFileReader(io.BytesIO(full_pdf)).root
    metadata = root["/Metadata"].data.decode()
    assert re.search(r'pdfaid:part="3"', metadata)
    assert re.search(r'pdfaid:conformance="A"', metadata)
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]) == "en"
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/AF"][0]["/AFRelationship"] == "/Source"
    figures = [part for part in structure(root["/StructTreeRoot"]) if part.get("/S") == "/Figure"]
    assert figures
    assert all(str(figure["/Alt"]) for figure in figures)


def structure(part: Any) -> list[Any]:
    """Every element of a structure tree."""
    kids = part.get("/K", [])
    below = [
        kid.get_object() if hasattr(kid, "get_object") else kid
        for kid in (kids if isinstance(kids, list) else [kids])
    ]
    return [part] + [found for kid in below if hasattr(kid, "get") for found in structure(kid)]


def test_every_font_is_in_the_file(full_pdf: bytes) -> None:
    reader = PdfFileReader(io.BytesIO(full_pdf))
    fonts = reader.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]
    for name in fonts:
        inner = fonts[name]["/DescendantFonts"][0]["/FontDescriptor"]
        assert "/FontFile2" in inner or "/FontFile3" in inner


def test_a_script_in_every_field_is_only_text() -> None:
    signed = samples.full_signed()
    hostile = canonical.Signed(
        samples.with_text(signed.frame, HOSTILE), samples.with_text(signed.content, HOSTILE)
    )
    clean = Page(rendering.render_html(signed, language="en"))
    for html in (
        rendering.render_html(hostile, language="en"),
        rendering.render_page(hostile, language="en"),
    ):
        page = Page(html)
        assert set(page.tags) <= set(clean.tags)
        assert not {"script", "img", "iframe", "object"} & set(page.tags)
        assert not [name for name, _ in page.attributes if name.startswith("on")]
        assert all(address.startswith("#") for address in page.values("href"))
        assert "alert(1)" in "".join(page.words)
    assert "alert(1)" in text_of(printed(hostile))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "http://example.org", "https://a b", 'https://a"b', ""]
)
def test_a_reference_links_to_https_only(link: str) -> None:
    content = samples.demo_content()
    first = dataclasses.replace(content.references[0], link=link)
    signed = canonical.Signed(
        samples.frame(), dataclasses.replace(content, references=(first, *content.references[1:]))
    )
    links = [
        href for href in Page(rendering.render_page(signed, language="en")).values("href") if href[0] != "#"
    ]
    assert len(links) == len(content.references) - 1


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "https://example.org/x.png", "font:other", "data:text/css,*{}"]
)
def test_a_rendering_opens_nothing_but_its_fonts(address: str) -> None:
    with pytest.raises(ValueError, match="nothing but its fonts"):
        HouseFonts().fetch(address)


def test_a_long_opinion_is_printed_whole() -> None:
    content = samples.demo_content()
    long = "A sentence that says something of use to the reader. " * 350
    grown = dataclasses.replace(content, summary=long, limits=long, second_line=long + "Last words.")
    pdf = printed(canonical.Signed(samples.frame(), grown))
    assert len(pdfium.PdfDocument(pdf)) >= 20
    text = text_of(pdf)
    assert "Last words." in text
    assert text.rindex("Signatures") > text.rindex("Last words.")


def test_seven_authors_fit_on_the_page_of_signatures() -> None:
    authors = tuple(samples.an_expert(f"e{number}", f"Dr {number}") for number in range(7))
    pdf = printed(samples.demo_signed(experts=authors))
    document = pdfium.PdfDocument(pdf)
    last = document[len(document) - 1].get_textpage().get_text_range()
    assert "Signatures" in last
    assert "Dr 6" in last
    assert "Is this report genuine?" in last


def test_a_demonstration_says_so_on_every_page(full_pdf: bytes) -> None:
    document = pdfium.PdfDocument(full_pdf)
    assert all("Demonstration" in page.get_textpage().get_text_range() for page in document)
    assert "Demonstration:" not in rendering.render_html(samples.demo_signed(demo=False), language="en")


def test_arabic_runs_from_right_to_left() -> None:
    signed = samples.arabic_signed()
    html = rendering.render_html(signed, language="ar")
    assert '<html lang="ar" dir="rtl">' in html
    pdf = printed(signed, "ar")
    first = pdfium.PdfDocument(pdf)[0]
    image = first.render(scale=0.5, grayscale=True).to_pil()
    rows = [y for y in range(image.height) if image.crop((0, y, image.width, y + 1)).getextrema()[0] < 120]
    inked = image.crop((0, rows[len(rows) // 3], image.width, rows[len(rows) // 2]))
    half = image.width // 2
    halves = [inked.crop((start, 0, start + half, inked.height)) for start in (0, half)]
    left, right = (sum(level < 120 for level in part.tobytes()) for part in halves)
    assert right > left
    fonts = PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]
    assert any("Arabic" in str(fonts[name]["/BaseFont"]) for name in fonts)


def test_an_independence_that_was_waived_is_said_aloud() -> None:
    waived = c.Independence("They share an employer.", ("Employers",), ("A lecture fee",), waived=True)
    text = "".join(Page(rendering.render_page(samples.demo_signed(independence=waived), language="en")).words)
    assert "Not independent" in text
    assert "A lecture fee" in text


def test_a_number_that_is_not_known_is_not_drawn() -> None:
    content = samples.demo_content()
    unknown = dataclasses.replace(content.options[0], figures=())
    signed = canonical.Signed(
        samples.frame(), dataclasses.replace(content, options=(unknown, content.options[1]))
    )
    html = rendering.render_page(signed, language="en")
    assert html.count('class="icon-array"') == 3
    assert html.count("Not known") == 5
