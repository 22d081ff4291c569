"""Promise: kill -9 at fifty moments of taking files in. What was acknowledged is there; each file has its end."""

from __future__ import annotations

import base64
import hashlib
import http.client
import random
import threading
import time
from dataclasses import dataclass, field

from journeys.conftest import Opener
from journeys.house import House
from journeys.people import cast
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import a_submitted_case, acting
from secunda.care.records.models import Arrival, Record, Unpacking
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.reading.tests import packed, pdfs, scans

EXPERTS_TOO = False
SEED = 20261123
KILLS, SENDERS = 50, 3
BETWEEN = (0.02, 0.5)  # seconds between two power cuts
LONG = 180.0  # seconds until the worker is through


@dataclass
class File:
    """A file on its way: how much of it the server has said that it has."""

    content: bytes
    place: str = ""
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    last_trouble: str = ""

    @property
    def is_through(self) -> bool:
        """Whether all of it was acknowledged."""
        return bool(self.place) and self.acknowledged == len(self.content)

    def told(self, offset: int) -> None:
        """The server says how far it is."""
        if offset < self.acknowledged:
            self.lost.append(f"{self.acknowledged} bytes were acknowledged, and now it says {offset}")
        self.acknowledged = offset


def some_files(chance: random.Random) -> list[File]:
    """Scans, letters, large things that are refused in the end, and discs with scans of their own."""
    files = [File(_scan(n, rows=chance.choice([64, 512]))) for n in range(40)]
    files += [File(pdfs.plain(n + 1) + f"%{n}\n".encode()) for n in range(20)]
    files += [
        File(b"%PDF-1.7\n" + chance.randbytes(chance.randrange(3_000_000, 9_000_000))) for _n in range(12)
    ]
    for disc in range(2):
        inside = {f"IM{n}": _scan(1000 * (disc + 1) + n) for n in range(30)} | {"V/V.EXE": b"MZ" + bytes(99)}
        files.append(File(packed.zipped(inside)))
    chance.shuffle(files)
    return files


def _scan(number: int, rows: int = 64) -> bytes:
    header = scans.header(SOPInstanceUID=f"1.2.3.{number}", InstanceNumber=str(number))
    return scans.written(scans.with_pixels(header, rows=rows, columns=rows))


class Sender(threading.Thread):
    """Sends files piece by piece, going on after each broken line, until the last one is through."""

    def __init__(self, house: House, path: str, cookie: str, files: list[File], seed: int) -> None:
        super().__init__(daemon=True)
        self._house, self._path, self._files = house, path, files
        self._headers = {"Cookie": cookie, "Tus-Resumable": "1.0.0", "Host": f"localhost:{house.port}"}
        self._chance = random.Random(seed)

    def run(self) -> None:
        """Until all are through."""
        for file in self._files:
            while not file.is_through:
                try:
                    self._step(file)
                except (OSError, http.client.HTTPException) as trouble:
                    file.last_trouble = f"{len(file.content)} bytes, {file.acknowledged} there: {trouble!r}"
                    time.sleep(0.05)

    def _step(self, file: File) -> None:
        if not file.place:
            self._begin(file)
            return
        offset = int(self._ask("HEAD", file.place)["Upload-Offset"])
        file.told(offset)
        if offset < len(file.content):
            self._send(file, offset)

    def _begin(self, file: File) -> None:
        name = base64.b64encode(b"file").decode()
        said = {"Upload-Length": str(len(file.content)), "Upload-Metadata": f"filename {name}"}
        some = file.content[: self._chance.choice([0, 1000, 10_000_000])]
        told = self._ask("POST", self._path, some, **said)
        file.place = told["Location"]
        file.told(int(told["Upload-Offset"]))

    def _send(self, file: File, offset: int) -> None:
        piece = file.content[offset : offset + self._chance.choice([70_000, 1_000_000, 20_000_000])]
        file.told(
            int(self._ask("PATCH", file.place, piece, **{"Upload-Offset": str(offset)})["Upload-Offset"])
        )

    def _ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPMessage:
        line = http.client.HTTPConnection("127.0.0.1", self._house.port, timeout=30)
        try:
            kind = {"Content-Type": "application/offset+octet-stream"} if method in ("POST", "PATCH") else {}
            line.request(method, path, body or None, self._headers | kind | headers)
            answer = line.getresponse()
            answer.read()
            if answer.status not in (200, 201, 204):
                raise http.client.HTTPException(answer.status)
            return answer.headers
        finally:
            line.close()


def test_nothing_is_lost_at_fifty_power_cuts(house: House, someone: Opener) -> None:
    chance = random.Random(SEED)
    files = some_files(chance)
    with house.inside():
        case = a_submitted_case(cast())
    ana = someone("ana")
    ana.sign_in(f"/my/case/{case.public_id}/records/")
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in ana.context.cookies())
    path = f"/lindenhof/my/case/{case.public_id}/records/arriving/"
    senders = [Sender(house, path, cookie, files[n::SENDERS], SEED + n) for n in range(SENDERS)]
    for sender in senders:
        sender.start()
    for cut in range(KILLS):
        time.sleep(chance.uniform(*BETWEEN))
        (house.kill_worker if cut % 3 == 2 else house.kill_web)()
        house.start()
    for sender in senders:
        sender.join(LONG)
    assert [one.lost for one in files if one.lost] == []
    assert [one.last_trouble for one in files if not one.is_through] == []
    every_file_has_an_end(house, case, files)


def every_file_has_an_end(house: House, case: Case, files: list[File]) -> None:
    """Read, refused or unpacked, with the very bytes that were sent; whatever is not yet so is in the queue."""
    sent = {hashlib.sha256(one.content).hexdigest(): one for one in files}
    until = time.monotonic() + LONG
    while not settled(house, case) and time.monotonic() < until:
        time.sleep(1)
    with house.inside():
        them = cast()
        with acting(them.ana, them.programme):
            records = list(Record.objects.filter(case=case).select_related("object"))
            assert {one.state for one in records} <= {"accepted", "refused", "unpacked"}
            assert not set(sent) - {one.sha256 for one in records}, (
                "A file that was acknowledged has no record."
            )
            kept = [one.sha256 for one in records if one.state != "refused"]
            assert len(kept) == len(set(kept)), "The same bytes are two records."
            for one in records:
                if one.object is not None:
                    assert hashlib.sha256(vault.read(one.object)).hexdigest() == one.sha256
            assert Record.objects.filter(case=case, came_in__isnull=False, state="accepted").count() == 60
            waiting = Arrival.objects.filter(case=case, state="arriving").values("object_id")
            assert (
                not Object.objects.filter(case_id=case.pk, state="writing").exclude(pk__in=waiting).exists()
            )


def settled(house: House, case: Case) -> bool:
    """Whether the worker has nothing left to do for the case."""
    with house.inside():
        them = cast()
        with acting(them.ana, them.programme):
            open_records = Record.objects.filter(case=case, state="received").exists()
            return not open_records and not Unpacking.objects.filter(case=case, state="waiting").exists()
