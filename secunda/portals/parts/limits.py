"""Doors that anybody may knock at, only so often: the rest of the hour they hear to wait."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.core.ratelimit import consume, respond_429
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def only_so_often(action: str) -> Callable[[View[P]], View[P]]:
    """Counts what is sent (POST) to a view by address; over the rate in `ACCOUNT_RATE_LIMITS` it answers 429."""

    def limit(view: View[P]) -> View[P]:
        @wraps(view)
        def counted(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not consume(request, action=action):
                answer: HttpResponse = respond_429(request)
                return answer
            return view(request, *args, **kwargs)

        return counted

    return limit
