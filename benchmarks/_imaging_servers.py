"""The two servers of the imaging benchmark: Orthanc, and the whole site with its worker."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from secunda.project.places import ROOT

PLUGINS = Path("/usr/share/orthanc/plugins")


@dataclass
class Place:
    """A DICOMweb root, and how one says who one is."""

    root: str
    headers: dict[str, str]

    def get(self, path: str) -> requests.Response:
        """An answer that is one."""
        answer = requests.get(f"{self.root}{path}", headers=self.headers, timeout=120)
        answer.raise_for_status()
        return answer


@contextmanager
def orthanc(folder: Path) -> Iterator[Place]:
    """Orthanc with its DICOMweb plugin, files and index in the folder, playing fair."""
    port = _free_port()
    settings = {
        "StorageDirectory": str(folder / "orthanc"), "IndexDirectory": str(folder / "orthanc"),
        "HttpPort": port, "DicomPort": _free_port(), "RemoteAccessAllowed": False, "AuthenticationEnabled": False,
        "HttpCompressionEnabled": False, "HttpThreadsCount": 50, "KeepAlive": True, "Plugins": [str(PLUGINS)],
        "DicomWeb": {"Enable": True, "Root": "/dicom-web/"},
    }  # fmt: skip
    written = folder / "orthanc.json"
    written.write_text(json.dumps(settings))
    with _running(["Orthanc", str(written)], folder / "orthanc.log", os.environ.copy()):
        _await(f"http://127.0.0.1:{port}/system")
        yield Place(f"http://127.0.0.1:{port}/dicom-web", {})


@contextmanager
def the_site(folder: Path) -> Iterator[Place]:
    """Web and worker as in a deployment, with a case of Ana's and a token of hers."""
    port = _free_port()
    environment = os.environ | {
        "SECUNDA_VAR": str(folder), "SECUNDA_PUBLIC_ORIGIN": f"http://localhost:{port}", "SECUNDA_POOL": "1",
    }  # fmt: skip
    root, cookie = _a_case(folder)
    run = [sys.executable, "-m", "secunda.project.command"]
    with (
        _running([*run, "serve", "--port", str(port), "--workers", "2"], folder / "serve.log", environment),
        _running([*run, "worker"], folder / "worker.log", environment),
    ):
        _await(f"http://127.0.0.1:{port}/alive")
        place = f"http://localhost:{port}{root}"
        answer = requests.post(
            f"{place}/token",
            cookies={"session": cookie},
            headers={"Sec-Fetch-Site": "same-origin"},
            timeout=60,
        )
        yield Place(place, {"Authorization": f"Bearer {answer.json()['token']}"})


def _a_case(folder: Path) -> tuple[str, str]:
    """Ana's case: the path of its root, and the cookie of her session."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, transaction
    from django.test.utils import override_script_prefix
    from django.urls import reverse

    from secunda.care.cases.tests.factories import a_submitted_case, cast
    from secunda.portals.parts.tests.signed_in import signed_in

    settings.VAULT_URL = f"file://{folder}/vault"
    with transaction.atomic():
        them = cast()
        case = a_submitted_case(them)
        client = signed_in(them.ana, them.programme)
    connection.close()
    with override_script_prefix(f"/{them.programme.slug}/"):
        return reverse("patient:dicomweb_root", args=(case.public_id,)), client.cookies["session"].value


@contextmanager
def _running(command: list[str], log: Path, environment: dict[str, str]) -> Iterator[None]:
    with log.open("ab") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        yield
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if requests.get(address, timeout=10).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    sys.exit(f"{address} does not answer")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
