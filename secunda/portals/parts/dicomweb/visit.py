"""Somebody at the studies of a case: the request, where it came in, and what they may see."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from secunda.care.imaging import actions as imaging
from secunda.care.imaging.access import View

Screens = tuple[tuple[re.Pattern[str], Callable[..., HttpResponseBase]], ...]
"""What is shown at which path below the root, to whoever reads."""


@dataclass(frozen=True)
class Visit:
    """One request. `path` is that of the case's own root in the portal where it came in.

    `opened`: studies whose opening is written down already, by this request or one whose seat it has (`seats`).
    """

    request: HttpRequest
    portal: str
    path: str
    view: View
    at: datetime
    screens: Screens = ()
    opened: set[str] = field(default_factory=set)

    @property
    def root(self) -> str:
        """The address of the case's own root."""
        return self.request.build_absolute_uri(self.path)

    def open(self, study: str) -> None:
        """Write down that the study is opened, unless it is; raises `Hidden` for one that is not there."""
        if study not in self.opened:
            imaging.open_study(view=self.view, study=study, at=self.at)
            self.opened.add(study)
