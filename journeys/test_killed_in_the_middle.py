"""Promise: nothing lost. Web and worker are killed in the middle of an upload, a signature and a PDF."""

from __future__ import annotations

import hashlib
import random
import threading
import time

from journeys import expert, material
from journeys.conftest import Opener
from journeys.house import House
from journeys.people import cast
from journeys.person import Person
from secunda.care.cases.tests.factories import a_submitted_case, acting
from secunda.care.opinions.models import Author, Opinion, Rendering
from secunda.care.opinions.tests.factories import a_checked_opinion
from secunda.care.records.models import Record
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object

SEED = 20261122
FILES = 14
PATIENCE = 300  # seconds; a job whose worker died runs again after half a minute, on a quiet machine


def some_pdfs(chance: random.Random) -> list[material.Sent]:
    """Different scanned letters, the larger ones some hundred kilobytes."""
    return [material.a_page(f"Letter {n}\n{chance.random()}", name=f"letter-{n}.pdf") for n in range(FILES)]


def sends(ana: Person, path: str, one: material.Sent) -> bool:
    """Send a file as the upload island does; True when the site said that it has it."""
    token = ana.page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    try:
        answer = ana.page.request.post(
            ana.house.address + ana.address(path),
            multipart={"file": {"name": one.name, "mimeType": "application/pdf", "buffer": one.content}},
            headers={"X-CSRFToken": token, "X-Requested-With": "upload", "Referer": ana.house.address},
            timeout=20_000,
        )
    except Exception as broken:  # the connection breaks when the server dies: that is the point
        the_server_died(broken)
        return False
    return answer.status == 200 and bool(answer.json().get("ok"))


def the_server_died(broken: Exception) -> None:
    """Nothing but a connection that broke, or an answer that never came, is what this is about."""
    words = str(broken)
    assert any(sign in words for sign in ("ECONN", "socket", "imeout")), words


def killed_after(house: House, seconds: float, *, web: bool) -> threading.Thread:
    """A power cut in so many seconds."""

    def cut() -> None:
        time.sleep(seconds)
        (house.kill_web if web else house.kill_worker)()

    thread = threading.Thread(target=cut)
    thread.start()
    return thread


def test_killed_in_the_middle_of_uploads(someone: Opener, house: House) -> None:
    chance = random.Random(SEED)
    with house.inside():
        them = cast()
        case = a_submitted_case(them)
    ana = someone("ana")
    ana.sign_in(f"/my/case/{case.public_id}/records/")
    upload = str(ana.page.locator("form[data-upload]").get_attribute("action"))
    taken = []
    for number, one in enumerate(some_pdfs(chance)):
        cut = killed_after(house, chance.uniform(0, 0.25), web=number % 3 != 2) if number % 2 else None
        if sends(ana, upload, one):
            taken.append(hashlib.sha256(one.content).hexdigest())
        if cut:
            cut.join()
            house.start()
    settled(house)
    with house.inside():
        them = cast()
        with acting(them.ana, them.programme):
            kept = list(Record.objects.filter(case=case).select_related("object"))
            read = {hashlib.sha256(vault.read(r.object)).hexdigest(): r.sha256 for r in kept if r.object}
            assert not set(taken) - set(read), "A file that the site said it has is not there."
            assert all(found == said for found, said in read.items()), "Bytes are not what was sent."
            assert {r.state for r in kept} <= {"accepted", "refused"}, (
                "A file is neither accepted nor refused."
            )
            assert not Object.objects.filter(case_id=case.pk).exclude(state="ready").exists()
    assert len(taken) >= FILES // 3


def settled(house: House) -> None:
    """Wait until the worker has looked at every file."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with house.inside():
            them = cast()
            with acting(them.cleo, them.programme):
                if not Record.objects.filter(state="received").exists():
                    return
        time.sleep(1)


def test_killed_in_the_middle_of_a_signature_and_of_its_pdf(someone: Opener, house: House) -> None:
    chance = random.Random(SEED + 1)
    with house.inside():
        them = cast()
        opinion = a_checked_opinion(them)
        with acting(them.dr_bo, them.programme):
            work = Author.objects.get(opinion=opinion).expert.assignments.get(case=opinion.case)
    bo = someone("dr_bo")
    room = f"/expert/case/{work.public_id}/"
    bo.sign_in(f"{room}sign/")
    for _cut in range(3):
        if whole_or_untouched(house, opinion.pk):
            break
        cut = killed_after(house, chance.uniform(0.02, 0.3), web=True)
        token = bo.page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
        edition = bo.page.locator("input[name=version]").first.get_attribute("value") or ""
        presses(bo, f"{room}sign/", {"csrfmiddlewaretoken": token, "version": edition})
        cut.join()
        house.start()
    if not whole_or_untouched(house, opinion.pk):
        expert.signs(bo, room)
    for _cut in range(3):
        time.sleep(chance.uniform(0.2, 1.5))
        house.kill_worker()
        house.start()
    the_pdf_comes_once(house, opinion.pk)
    bo.troubles.clear()  # requests that broke with the server are what this is about


def presses(bo: Person, path: str, form: dict[str, str | float | bool]) -> None:
    """The signature, sent while the server may die."""
    try:
        bo.page.request.post(
            bo.house.address + bo.address(path),
            form=form,
            headers={"Referer": bo.house.address},
            timeout=20_000,
        )
    except Exception as broken:  # as above
        the_server_died(broken)


def whole_or_untouched(house: House, opinion_id: int) -> bool:
    """True when it is signed, whole in every table; False when nothing at all happened. Anything else fails."""
    with house.inside():
        them = cast()
        with acting(them.cleo, them.programme):
            opinion = Opinion.objects.select_related("case").get(pk=opinion_id)
            author = Author.objects.get(opinion=opinion)
            signs_of_it = (
                opinion.signed_at is not None, bool(opinion.canonical), author.signature is not None,
                opinion.state in ("signed", "released"), opinion.case.state in ("signed", "released"),
            )  # fmt: skip
            assert len(set(signs_of_it)) == 1, f"half signed: {signs_of_it}"
            return signs_of_it[0]


def the_pdf_comes_once(house: House, opinion_id: int) -> None:
    """However often the worker died, there is one report in the end, and it opens."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with house.inside():
            them = cast()
            with acting(them.cleo, them.programme):
                made = list(Rendering.objects.filter(opinion_id=opinion_id).select_related("object"))
                if made:
                    assert len(made) == 1
                    assert vault.read(made[0].object).startswith(b"%PDF-")
                    return
        time.sleep(1)
    raise AssertionError("The report was never made.")
