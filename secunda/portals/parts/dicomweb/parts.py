"""A multipart/related body (RFC 2046 5.1) part by part, in pieces as they come: no part is held whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest
from django.utils.translation import gettext as _

from secunda.foundation.errors import Refused

_BOUNDARY = re.compile(r'boundary="?([^";]{1,70})"?')
_PIECE = 256 * 1024
_LONGEST_HEAD = 16 * 1024


def broken() -> Refused:
    """The body is not what its type says."""
    return Refused(_("This request is not whole, so nothing of it was taken."), code="broken", status=400)


def parts_of(request: HttpRequest) -> Iterator[Iterator[bytes]]:
    """The bytes of each part, to be read before the next is asked for. Raises `Refused` (400, 415)."""
    said = request.META.get("CONTENT_TYPE", "")
    boundary = _BOUNDARY.search(said)
    if not said.lower().startswith("multipart/related") or boundary is None:
        raise Refused(_("Images are sent as multipart/related, one a part."), code="media_type", status=415)
    body = _Body(request.read, b"\r\n--" + boundary[1].encode("latin-1"))
    body.pass_over()
    while body.has_more():
        body.pass_head()
        yield body.part()
        body.pass_over()


class _Body:
    """A body that is read once, from one delimiter to the next."""

    def __init__(self, read: Callable[[int], bytes], delimiter: bytes) -> None:
        self._read = read
        self._delimiter = delimiter
        self._held = b"\r\n"  # so that the first delimiter looks like the others
        self._is_at_delimiter = False

    def _more(self) -> None:
        piece = self._read(_PIECE)
        if not piece:
            raise broken()
        self._held += piece

    def part(self) -> Iterator[bytes]:
        """The bytes up to the next delimiter."""
        self._is_at_delimiter = False
        while (found := self._held.find(self._delimiter)) < 0:
            certain = len(self._held) - len(self._delimiter)
            if certain > 0:
                piece, self._held = self._held[:certain], self._held[certain:]
                yield piece
            self._more()
        piece, self._held = self._held[:found], self._held[found + len(self._delimiter) :]
        self._is_at_delimiter = True
        yield piece

    def pass_over(self) -> None:
        """Go on to behind the next delimiter, whatever was left unread."""
        if not self._is_at_delimiter:
            for _piece in self.part():
                pass

    def has_more(self) -> bool:
        """Whether another part follows the delimiter that was passed."""
        while len(self._held) < 2:
            self._more()
        return self._held[:2] != b"--"

    def pass_head(self) -> None:
        """Go on to behind the part's own headers, which say nothing that its bytes do not."""
        while (found := self._held.find(b"\r\n\r\n")) < 0:
            if len(self._held) > _LONGEST_HEAD:
                raise broken()
            self._more()
        self._held = self._held[found + 4 :]
        self._is_at_delimiter = False
