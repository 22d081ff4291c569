"""The two ways in which the house says no."""

from __future__ import annotations


class Refused(Exception):
    """A rule said no. The sentence is shown to the person as it is.

    `sentence` is already translated and holds nothing of a case; `code` is for tests and programs;
    `status` is the HTTP status that a portal answers with.
    """

    def __init__(self, sentence: str, *, code: str = "refused", status: int = 409) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.code = code
        self.status = status

    def __str__(self) -> str:
        return self.sentence


class Hidden(Exception):
    """There is nothing here for this person. Shown as 404, so that a stranger learns nothing."""
