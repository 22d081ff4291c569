"""Which page of a list somebody asks for."""

from __future__ import annotations

from django.http import HttpRequest


def page_asked(request: HttpRequest) -> int:
    """The page of a list that `?page=` asks for, from 1."""
    said = request.GET.get("page", "")
    return int(said) if said.isascii() and said.isdecimal() and 0 < len(said) < 7 else 1
