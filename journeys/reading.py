"""Records as they are read: how somebody waits for it, and what stands under a mark on a page."""

from __future__ import annotations

import io
import re
import time
from dataclasses import dataclass
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from journeys.person import Person

READ_WITHIN = 240.0  # seconds until all that was sent is read
# Of a marked passage: the words of the page under it, its box in shares of the page, and where its picture is.
UNDER_THE_MARK = """() => {
  const mark = document.querySelector('.mark[data-kind="chosen"]');
  const picture = document.querySelector("[data-sheet] img");
  if (!mark || !picture) return null;
  const box = mark.getBoundingClientRect(), page = picture.getBoundingClientRect();
  const words = [...document.querySelectorAll(".sheet-words tspan")].filter((word) => {
    const at = word.getBoundingClientRect(), x = at.left + at.width / 2, y = at.top + at.height / 2;
    return x > box.left && x < box.right && y > box.top && y < box.bottom;
  });
  return {
    words: words.map((word) => word.textContent).join(" "),
    left: (box.left - page.left) / page.width, right: (box.right - page.left) / page.width,
    top: (box.top - page.top) / page.height, bottom: (box.bottom - page.top) / page.height,
    picture: picture.src,
  };
}"""


@dataclass(frozen=True)
class Marked:
    """The passage that is marked on a page: its words in the layer of text, and the part of the picture under it."""

    words: str
    picture: Image.Image


def waits_until_read(person: Person, case: str, names: tuple[str, ...]) -> None:
    """On the records page, until each file has been read."""
    until = time.monotonic() + READ_WITHIN
    while True:
        person.open(f"{case}records/")
        lines = [person.page.locator("[data-upload-rows] > li").filter(has_text=name) for name in names]
        if all(line.get_by_role("link", name="See what was read").count() for line in lines):
            return
        assert time.monotonic() < until, [line.inner_text() for line in lines]
        time.sleep(2)


def opens_document(person: Person, case: str, name: str) -> None:
    """From the list of records to what was read from a file."""
    person.open(f"{case}records/")
    line = person.page.locator("[data-upload-rows] > li").filter(has_text=name)
    person.press(re.compile("See what was read"), line)
    person.arrives(name)


def under_the_mark(person: Person) -> Marked:
    """What is marked on the page that is open."""
    picture = person.page.locator("[data-sheet] img")
    expect(picture).to_have_js_property("complete", True, timeout=60_000)
    assert picture.evaluate("e => e.naturalWidth") > 0, f"No picture on {person.here}"
    found: dict[str, Any] | None = person.page.evaluate(UNDER_THE_MARK)
    assert found is not None, f"Nothing is marked on {person.here}"
    page = Image.open(io.BytesIO(person.context.request.get(found["picture"]).body()))
    edges = (found["left"] * page.width, found["top"] * page.height,
             found["right"] * page.width, found["bottom"] * page.height)  # fmt: skip
    room = 4
    part = page.crop((int(edges[0]) - room, int(edges[1]) - room, int(edges[2]) + room, int(edges[3]) + room))
    return Marked(str(found["words"]), part)


def plain(text: str) -> str:
    """Letters and digits alone, in small letters."""
    return "".join(re.findall(r"\w", text)).casefold()
