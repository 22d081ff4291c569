"""The adapter to a model of language: any endpoint that speaks OpenAI's chat completions. Off unless it is set.

What comes back is a claim about text that was sent, read as JSON and believed in nothing: see `reading.proposals`.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from secunda.foundation.accounts.models import Programme

RULE = "language_model"
PATIENCE = (10.0, 180.0)  # seconds to connect, and between two pieces of the answer
MOST_BYTES = 2 * 1024 * 1024
MOST_LETTERS = 24_000  # of text in one question
PIECE = 64 * 1024
NEAR = ("localhost", "127.0.0.1", "::1")


class NoAnswer(Exception):
    """The model does not answer, or not in the form that was asked for. Says nothing of what was sent."""


def is_on() -> bool:
    """Whether this deployment has set a model."""
    return bool(settings.LANGUAGE_MODEL["url"])


def is_allowed(programme: Programme) -> bool:
    """Whether the programme lets a model see its records; the deployment has to have set one, too."""
    return is_on() and programme.rules.get(RULE) is True


def ask(instruction: str, text: str) -> dict[str, Any]:
    """The model's answer as a JSON object. Minutes; no transaction should wait for it. Raises `NoAnswer`."""
    where = settings.LANGUAGE_MODEL
    address = urlsplit(where["url"])
    if address.scheme != "https" and address.hostname not in NEAR:
        raise NoAnswer("an address without TLS")
    question = {
        "model": where["name"],
        "temperature": 0,
        "response_format": {"type": "json_object"},
        "messages": [
            {"role": "system", "content": instruction},
            {"role": "user", "content": text[:MOST_LETTERS]},
        ],
    }
    headers = {"Authorization": f"Bearer {where['key']}"} if where["key"] else {}
    try:
        with requests.post(
            f"{where['url'].rstrip('/')}/chat/completions", json=question, headers=headers, timeout=PATIENCE,
            stream=True, allow_redirects=False,
        ) as answer:  # fmt: skip
            if answer.status_code != 200:
                raise NoAnswer(f"status {answer.status_code}")
            return _content(_body(answer))
    except requests.RequestException as failure:
        raise NoAnswer(type(failure).__name__) from None


def _body(answer: requests.Response) -> bytes:
    parts, size = [], 0
    for part in answer.iter_content(PIECE):
        size += len(part)
        if size > MOST_BYTES:
            raise NoAnswer("too much")
        parts.append(part)
    return b"".join(parts)


def _content(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(json.loads(body)["choices"][0]["message"]["content"])
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NoAnswer("not the form that was asked for") from None
    if not isinstance(said, dict):
        raise NoAnswer("not an object")
    return said


def rows(said: dict[str, Any], key: str, most: int) -> list[dict[str, str]]:
    """The list of objects under `key`, each with its texts and numbers as text; anything else is left out."""
    found = said.get(key)
    if not isinstance(found, list):
        return []
    return [
        {name: str(value) for name, value in one.items() if isinstance(value, str | int | float)}
        for one in found[:most]
        if isinstance(one, dict)
    ]
