"""Promise: everything that was read from a record opens its page, with the mark over the very words it was read from.

Ana sends a report as a PDF with text and another as a scan. The worker reads both. For each value shown, the words
under the mark are compared with its quote: in the page's layer of text, and in the picture of the page by eye.
"""

from __future__ import annotations

import re

from journeys import reading, records
from journeys.conftest import Opener
from journeys.house import House
from journeys.material import Sent
from journeys.people import cast
from journeys.person import Person
from journeys.reading import plain
from journeys.watching import can_read, read_by_eye
from secunda.care.cases.tests.factories import a_submitted_case
from secunda.reading.tests import paper

PATIENT = "Patient: Ana Lindqvist        Born: 14 March 1981"
BLOOD = (
    "LABORATORY REPORT", PATIENT, "Collected on 3 March 2026.", "",
    "Haemoglobin 118 g/L (120-160)", "Creatinine 62 umol/L (45-90)", "Potassium 4.1 mmol/L (3.5-5.1)",
)  # fmt: skip
SCANNED = (paper.REPORT[0], PATIENT, *paper.REPORT[2:])
FEWEST = 3  # values that each file shows at the least


def test_every_fact_opens_its_page(someone: Opener, house: House) -> None:
    with house.inside():
        case = f"/my/case/{a_submitted_case(cast()).public_id}/"
    scan = paper.scanned_pdf([paper.scan(SCANNED, skew=1.0, noise=5)])
    sent = [
        Sent("blood.pdf", paper.pdf((("Cover sheet, nothing to see.",), BLOOD))),
        Sent("biopsy.pdf", scan),
    ]
    ana = someone("ana")
    ana.sign_in("/my/")
    ana.open(f"{case}records/")
    records.sends_files(ana, sent)
    reading.waits_until_read(ana, case, ("blood.pdf", "biopsy.pdf"))
    for name, page in (("blood.pdf", 2), ("biopsy.pdf", 1)):
        reading.opens_document(ana, case, name)
        ana.looks()
        stands_under_its_mark(ana, facts_of(ana, page))
    the_timeline_leads_there_too(ana, case)


def facts_of(ana: Person, page: int) -> list[str]:
    """The addresses of all values of the document, with the page they are on."""
    here = ana.here.partition("?")[0]
    ana.open(f"{here}?page={page}")
    links = ana.page.locator("[data-choose]")
    found = [str(link.get_attribute("href")) for link in links.all()]
    assert len(found) >= FEWEST, f"Only {len(found)} values on page {page} of {here}"
    return found


def stands_under_its_mark(ana: Person, addresses: list[str]) -> None:
    """Each value opens with its mark over the words of its quote."""
    seen_by_eye = 0
    for address in addresses:
        ana.open(address)
        line = ana.page.locator(".line[aria-current]")
        quote = line.locator("bdi").first.inner_text().strip("“”")
        marked = reading.under_the_mark(ana)
        assert plain(quote) in plain(marked.words), f"“{marked.words}” is marked and not “{quote}”"
        words = re.findall(r"\w{5,}", quote)
        if words and can_read():
            seen = plain(read_by_eye(marked.picture))
            assert any(plain(word) in seen for word in words), (
                f"“{quote}” is not under its mark, but “{seen}”"
            )
            seen_by_eye += 1
    assert seen_by_eye or not can_read(), "No value was looked at by eye."


def the_timeline_leads_there_too(ana: Person, case: str) -> None:
    """Every point of the timeline that rests on a value opens its page with a mark."""
    ana.open(f"{case}timeline/")
    ana.looks()
    ana.sees("3 Mar 2026", "Haemoglobin 118 g/L", "read by software")
    links = [str(one.get_attribute("href")) for one in ana.page.locator(".timeline h3 a").all()]
    led = [link for link in links if "fact=" in link]
    assert led
    for link in led:
        ana.open(link)
        assert reading.under_the_mark(ana).words
