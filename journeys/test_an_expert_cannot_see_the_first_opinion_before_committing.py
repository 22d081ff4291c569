"""Promise: an expert cannot see the first opinion before committing.

Every sealed field of the case holds a word that stands nowhere else. All that the expert's browser, downloads and
mailbox receive before the commit is searched for these words, pictures and pages of PDFs by eye as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

from journeys import canaries, expert
from journeys.canaries import Sung
from journeys.conftest import Opener
from journeys.house import House
from journeys.people import cast
from journeys.person import Person
from journeys.watching import Came, Watch, can_read, found_in
from secunda.care.assignment import actions as assignment
from secunda.care.cases.tests.factories import acting, now
from secunda.care.experts.models import Expert
from secunda.care.opinions.models import Read

PATHS = (
    "", "row/?add=options", "row/?add=differential", "row/?add=missing", "commit/", "first-opinion/", "give-back/",
    "report/", "report/added/", "report/preview/", "report/hand-in/", "report/section/answers/",
    "report/section/answers/row/?add=answers", "report/section/diagnosis/", "sign/", "signed/", "signed/rendering/",
    "signed/report.pdf", "correct/",
)  # fmt: skip
LATER = ("report/grade/", *(one for one in PATHS if one.startswith(("first", "report", "sign", "correct"))))


def test_an_expert_cannot_see_the_first_opinion_before_committing(someone: Opener, house: House) -> None:
    with house.inside():
        sung = canaries.a_case_full_of_canaries()
        invite(sung)
        sung = canaries.a_letter_comes_late(sung)
    bo = someone("dr_bo")
    watch = Watch(bo)
    bo.sign_in("/expert/")
    watch.begin()
    room = comes_to_the_room(bo, watch, sung)
    does_everything_a_reader_does(bo, room)
    knocks_at_every_door(watch, room, sung)
    came = watch.end()
    nothing_sings(came, house, bo)
    opened = commits_and_hears_them_all(bo, room, sung)
    cleo = someone("cleo")
    cleo.sign_in("/staff/")
    every_word_was_there_to_be_heard(Watch(cleo, opened), sung)


def invite(sung: Sung) -> None:
    """Cleo invites Dr Bo."""
    them = cast()
    with acting(them.cleo, them.programme):
        one = Expert.objects.get(account=them.dr_bo)
        assignment.invite(case=sung.case, expert=one, reasons={}, by=them.cleo, at=now())


def comes_to_the_room(bo: Person, watch: Watch, sung: Sung) -> str:
    """The worklist, the invitation (with a try at every door of the room), the declaration, the acceptance."""
    bo.open("/expert/")
    expert.opens_invitation(bo)
    bo.does_not_see(*canaries.EVERY, *canaries.OF_PROVENANCE)
    room = bo.here.replace("/invitation/", "/case/")
    early = [watch.ask(path) for path in [*(room + one for one in PATHS), *doors_of(room, sung)]]
    assert all(one.status != 200 for one in early if room in one.url), (
        "The room opens before it was accepted."
    )
    assert expert.accepts(bo) == room
    return room


def does_everything_a_reader_does(bo: Person, room: str) -> None:
    """Open each record with a click, look at its pictures, save its file, write so that the page saves by itself."""
    titles = bo.page.locator(".timeline h3 a").all_inner_texts()
    assert canaries.WITH_A_FILE_INSIDE in titles
    for number, title in enumerate(titles):
        bo.open(room)
        bo.page.locator(".timeline h3 a").nth(number).click()
        bo.page.wait_for_url("**/record/**")
        expert.pictures_are_there(bo)
        if title == canaries.WITH_A_FILE_INSIDE:
            bo.press("Save the file")
            bo.sees("it opens only after you commit")
            continue
        saved = bo.saves("Save the file")
        assert re.fullmatch(r"record-\d+\.\w+", saved.suggested_filename), saved.suggested_filename
    bo.open(room)
    with bo.page.expect_response(lambda one: one.request.method == "POST"):
        bo.fill(**expert.READ, confidence="4")
    bo.page.wait_for_load_state("networkidle")
    bo.press("Look at it before you commit")
    bo.arrives("Commit your read")


def knocks_at_every_door(watch: Watch, room: str, sung: Sung) -> None:
    """Every address of the expert's pages for this case, of other people's for the same case, and every link seen."""
    for path in (room + one for one in PATHS):
        watch.ask(path)
        watch.ask(path, **{"HX-Request": "true"})
        watch.ask(path, **{"X-Requested-With": "autosave"})
    for path in doors_of(room, sung):
        watch.ask(path)
        if path.endswith("/file/"):
            watch.ask(path, Range="bytes=64-65535")
    for path in LATER:
        watch.send(room + path)
    known: set[str] = set()
    while fresh := set(links(watch.came)) - known:
        known |= fresh
        for link in sorted(fresh):
            watch.ask(link)


def doors_of(room: str, sung: Sung) -> Iterator[str]:
    """Addresses with the ids of records, open and sealed, and of the case."""
    case = sung.case.public_id
    for record in sung.records:
        for ending in ("", "file/", "1.png", "2.png"):
            yield f"{room}record/{record.public_id}/{ending}"
        for prefix in (
            f"/my/case/{case}/records/{record.public_id}/",
            f"/staff/case/{case}/records/{record.public_id}/",
        ):
            yield from (prefix, f"{prefix}file/")
    portals = {
        "my": ("", "records/", "opinion/", "consents/", "who/"),
        "staff": ("", "brief/", "assign/", "report/"),
    }
    for portal, paths in portals.items():
        yield from (f"/{portal}/case/{case}/{path}" for path in paths)
    yield from ("/expert/", "/expert/thanks/", f"/start/{case}/", f"/start/{case}/letter/", "/home", "/my/")


def links(came: list[Came]) -> Iterator[str]:
    """The addresses of the expert's pages that any answer led to; none that signs out or leaves the site."""
    for one in came:
        for found in re.findall(rb"(?:href|src|hx-get|action)=\"(/lindenhof/expert/[^\"#]*)\"", one.body):
            yield found.decode().replace("&amp;", "&")


def nothing_sings(came: list[Came], house: House, bo: Person) -> None:
    """Not one canary anywhere; those of the provenance on the conflict page alone."""
    opened = [one for one in came if one.status == 200]
    assert len(opened) > 30, "The watch saw hardly anything."
    assert any(one.body.startswith(b"%PDF") for one in opened)
    assert any(one.body.startswith(b"\x89PNG") for one in opened)
    letters = [Came("mail", 200, one.subject, one.raw + one.body.encode()) for one in house.post.to(bo.email)]
    assert letters
    findings = found_in([*came, *letters], canaries.EVERY)
    elsewhere = [one for one in came if not one.url.endswith("/declare/")]
    findings += found_in([*elsewhere, *letters], canaries.OF_PROVENANCE)
    assert not findings, "\n".join(sorted(set(findings)))


def commits_and_hears_them_all(bo: Person, room: str, sung: Sung) -> list[Came]:
    """After the commit everything that was sealed opens; the same search finds it now, in text and by eye."""
    bo.open(f"{room}commit/")
    bo.press("Commit it")
    bo.sees(
        *(
            word
            for name, word in canaries.TOLD.items()
            if name in ("diagnosis", "treatment", "reasons", "decision")
        )
    )
    bo.sees(*canaries.QUESTIONS, canaries.TOLD["hopes"], canaries.TOLD["fears"], *canaries.OF_PROVENANCE[:2])
    after = Watch(bo)
    letter = f"{room}record/{sung.sealed[0].public_id}/"
    paths = (f"{room}first-opinion/", room, f"{letter}file/", f"{letter}1.png")
    came = [after.ask(path) for path in paths]
    assert [one.status for one in came] == [200] * len(paths)
    pixels = [canaries.LETTER_PIXELS] if can_read() else []
    for word in (canaries.SEALED_TITLE, canaries.LETTER_TEXT, *pixels):
        assert found_in(came, [word]), f"{word} should be open after the commit."
    return came


def every_word_was_there_to_be_heard(watch: Watch, sung: Sung) -> None:
    """The search finds each word in what Cleo, or Dr Bo since he committed, is given: none was missing before."""
    case = f"/staff/case/{sung.case.public_id}/"
    records = [f"{case}records/{one.public_id}/" for one in sung.records]
    for path in (case, *records, *(f"{one}file/" for one in records)):
        watch.ask(path)
    by_eye = {canaries.LETTER_PIXELS, canaries.HIDDEN["dicom"][-1]}
    every = [one for one in (*canaries.EVERY, *canaries.OF_PROVENANCE) if can_read() or one not in by_eye]
    silent = [word for word in every if not found_in(watch.came, [word])]
    assert not silent, f"These were not planted where the search looks: {silent}"


def test_a_committed_read_is_the_one_that_was_shown(someone: Opener, house: House) -> None:
    """What was committed before the first opinion opened never changes, whatever is sent afterwards."""
    with house.inside():
        them = cast()
        with acting(them.dr_bo, them.programme):
            read = Read.objects.exclude(committed_at=None).get(account=them.dr_bo)
    bo = someone("dr_bo")
    bo.sign_in("/expert/")
    room = f"/expert/case/{assignment_of(house, read)}/"
    bo.open(room)
    token = bo.page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    form: dict[str, str | float | bool] = {
        "csrfmiddlewaretoken": token,
        "version": str(read.edition),
        "diagnosis": "Changed",
        "do": "save",
    }
    bo.context.request.post(bo.address(room), form=form)
    bo.open(room)
    bo.sees(str(expert.READ["diagnosis"]), "It never changes.")
    bo.does_not_see("Changed")


def assignment_of(house: House, read: Read) -> UUID:
    """The public id of the assignment of a read."""
    with house.inside():
        them = cast()
        with acting(them.dr_bo, them.programme):
            return Read.objects.select_related("assignment").get(pk=read.pk).assignment.public_id
