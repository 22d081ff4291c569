"""A hospital's server, as far as SMART App Launch and FHIR R4 need one: it checks what a real one checks."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

PATIENT = "ana-1"
REPORT = b"%PDF-1.4 a letter of the hospital"
CLIENT = "secunda-test"


def observation(number: int) -> dict[str, Any]:
    coding = {"system": "http://loinc.org", "code": "2857-1", "display": "PSA"}
    return {
        "resourceType": "Observation",
        "id": f"o{number}",
        "status": "final",
        "code": {"coding": [coding]},
        "subject": {"reference": f"Patient/{PATIENT}"},
        "valueQuantity": {"value": number, "unit": "ng/mL"},
    }


class Server(ThreadingHTTPServer):
    """What the server holds and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.home = f"http://127.0.0.1:{self.server_address[1]}/fhir"
        self.given: dict[str, dict[str, str]] = {}
        self.observations = [observation(number) for number in range(1, 6)]
        self.denies: set[str] = {"CarePlan"}
        self.elsewhere = ""
        self.patient: str | None = PATIENT
        self.broken = False
        self.asked: list[str] = []


class _Door(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the console."""

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(where.query).items()}
        self.server.asked.append(self.path)
        if where.path == "/fhir/.well-known/smart-configuration":
            self._say(
                {"authorization_endpoint": self._at("/authorize"), "token_endpoint": self._at("/token")}
            )
        elif where.path == "/authorize":
            self._authorise(asked)
        elif self.headers.get("Authorization") != "Bearer the-token":
            self._say({"resourceType": "OperationOutcome"}, status=401)
        elif self.server.broken:
            self._send(b"<html>", "text/html", 200)
        else:
            self._fhir(where.path.removeprefix("/fhir/"), asked)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        asked = self.server.given.pop(form["code"][0], {})
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"][0].encode()).digest())
        if not asked or challenge.rstrip(b"=").decode() != asked["code_challenge"]:
            self._say({"error": "invalid_grant"}, status=400)
            return
        token = {
            "access_token": "the-token",
            "token_type": "Bearer",
            "expires_in": 300,
            "scope": asked["scope"],
        }
        self._say(token | ({"patient": self.server.patient} if self.server.patient else {}))

    def _authorise(self, asked: dict[str, str]) -> None:
        whole = asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        if not whole or asked["aud"] != self.server.home or asked["client_id"] != CLIENT:
            self._say({"error": "invalid_request"}, status=400)
            return
        code = f"code-{len(self.server.given)}"
        self.server.given[code] = asked
        self.send_response(302)
        answer = urlencode({"code": code, "state": asked["state"]})
        self.send_header("Location", f"{asked['redirect_uri']}?{answer}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _fhir(self, place: str, asked: dict[str, str]) -> None:
        if place == f"Patient/{PATIENT}":
            name = {"family": "Lindqvist", "given": ["Ana"]}
            self._say({"resourceType": "Patient", "id": PATIENT, "name": [name], "birthDate": "1981-03-14"})
        elif place == "Binary/b1":
            self._send(REPORT, "application/pdf", 200)
        elif place in self.server.denies or place.startswith("Binary/"):
            self._say({"resourceType": "OperationOutcome"}, status=403)
        elif place == "Observation":
            self._observations(int(asked.get("page", "0")))
        else:
            self._bundle(self._papers() if place == "DocumentReference" else [])

    def _papers(self) -> list[dict[str, Any]]:
        inline = base64.b64encode(b"Dear colleague").decode()
        carried = [{"url": "Binary/b1", "title": "letter.pdf", "contentType": "application/pdf"},
                   {"data": inline, "title": "note.txt"}, {"url": "https://elsewhere.example.org/secret"},
                   {"url": "Binary/gone"}]  # fmt: skip
        content = [{"attachment": one} for one in carried]
        return [{"resourceType": "DocumentReference", "id": "d1", "status": "current", "content": content}]

    def _observations(self, page: int) -> None:
        found = self.server.observations[page * 2 : page * 2 + 2]
        onward = self._at(f"/fhir/Observation?patient={PATIENT}&page={page + 1}")
        more = len(self.server.observations) > page * 2 + 2
        self._bundle(found, [{"relation": "next", "url": self.server.elsewhere or onward}] if more else [])

    def _bundle(self, resources: list[dict[str, Any]], links: list[dict[str, str]] | None = None) -> None:
        entries = [{"resource": one} for one in resources]
        self._say({"resourceType": "Bundle", "type": "searchset", "entry": entries, "link": links or []})

    def _at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"

    def _say(self, told: dict[str, Any], status: int = 200) -> None:
        self._send(json.dumps(told).encode(), "application/fhir+json", status)

    def _send(self, content: bytes, kind: str, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def a_hospital() -> Iterator[Server]:
    """The server, answering until the block ends."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
