"""Doors that anybody may knock at, only so often: the rest of the hour they hear to wait."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.ratelimit import consume, respond_429
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def only_so_often(action: str) -> Callable[[View], View]:
    """Counts what is sent (POST) to a view by address; over the rate in `ACCOUNT_RATE_LIMITS` it answers 429."""

    def limit(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not consume(request, action=action):
                answer: HttpResponse = respond_429(request)
                return answer
            return view(request, *args, **kwargs)

        return counted

    return limit
