"""Somebody at the studies of a case: the request, where it came in, and what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from secunda.care.imaging import actions as imaging
from secunda.care.imaging.access import View


@dataclass(frozen=True)
class Visit:
    """One request. `place` is the id in the address: the case's, or the assignment's."""

    request: HttpRequest
    portal: str
    place: UUID
    view: View
    at: datetime

    @property
    def path(self) -> str:
        """The path of the case's own root."""
        return reverse(f"{self.portal}:dicomweb_root", args=(self.place,))

    @property
    def root(self) -> str:
        """The address of the case's own root."""
        return self.request.build_absolute_uri(self.path)

    def open(self, study: str) -> None:
        """Write down that the study is opened, unless it is; raises `Hidden` for one that is not there."""
        imaging.open_study(view=self.view, study=study, at=self.at)
