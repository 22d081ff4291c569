"""The content of studies: headers, frames, files. Everything is found by what this person may see, else `Hidden`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BinaryField, F, Func, Value

from secunda.care.imaging.access import View
from secunda.care.imaging.access.entries import instances_of
from secunda.care.imaging.models import Header, Instance, OpenHeader, Study
from secunda.care.records.blank import CannotBlank, blanks_of
from secunda.care.records.blind_copy import Copy
from secunda.foundation.errors import Hidden
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.reading.imaging.found import ENTRY_BYTES, Span, span

_OF_OBJECT = ("id", "public_id", "case_id", "programme_id", "klass", "version", "size", "segment_size", "state",
              "store_key")  # fmt: skip
NEAR = 256  # positions of a series that are granted together
ROOT = b"root:"  # whoever sends a header writes the address of the case's own root for it


@dataclass(frozen=True)
class Frames:
    """Frames of one instance: the object that they lie in, where, and in which transfer syntax."""

    kept: Object
    syntax: str
    spans: tuple[Span, ...]


def find_study(view: View, study: str) -> Study:
    """A study of which this person may see something; raises `Hidden`."""
    found = Study.objects.filter(case=view.case, uid=study).first()
    if found is None or not instances_of(view, study).exists():
        raise Hidden
    return found


def found_in(view: View, study: str, series: str = "", instance: str = "") -> list[Instance]:
    """The instances of a study, a series, or the one, in order; raises `Hidden` when there is none to see."""
    found = instances_of(view, study, series)
    if instance:
        found = found.filter(uid=instance)
    rows = list(found.select_related("study", "series", "record__object", "rendition", "thumbnail"))
    if not rows:
        raise Hidden
    return rows


def headers_of(view: View, study: str, series: str = "", instance: str = "") -> list[bytes]:
    """Headers as DICOM JSON, in order, as this person may read them; raises `Hidden` when there is none."""
    model: type[Header] | type[OpenHeader] = OpenHeader if view.blind else Header
    found = model.objects.filter(case=view.case, instance__study__uid=study)
    if series:
        found = found.filter(instance__series__uid=series)
    if instance:
        found = found.filter(instance__uid=instance)
    if view.blind:
        found = found.filter(instance__withheld=False)
    order = ("instance__series__number", "instance__series_id", "instance__position", "instance_id")
    rows = found.order_by(*order).values_list(
        "content", "instance__study__uid", "instance__series__uid", "instance__uid"
    )
    said = [_addressed(bytes(content), *uids) for content, *uids in rows]
    if not said:
        raise Hidden
    return said


def _addressed(content: bytes, study: str, series: str, uid: str) -> bytes:
    at = f'"{ROOT.decode()}/studies/{study}/series/{series}/instances/{uid}/bulkdata/'
    return content.replace(b'"bulk:', at.encode())


def header_of(view: View, instance: Instance) -> bytes:
    """The header of an instance that this person may see, with places instead of addresses."""
    model: type[Header] | type[OpenHeader] = OpenHeader if view.blind else Header
    found = model.objects.filter(instance=instance).values_list("content", flat=True).first()
    if found is None:
        raise Hidden
    return bytes(found)


def find_frames(view: View, study: str, series: str, instance: str, numbers: Sequence[int]) -> Frames:
    """Frames by their numbers, from 1; raises `Hidden` for an instance or a number that is not there."""
    low, high = min(numbers), max(numbers)
    cut: Any = Func(
        F("frames"), Value((low - 1) * ENTRY_BYTES + 1), Value((high - low + 1) * ENTRY_BYTES),
        function="substring", output_field=BinaryField(),
    )  # fmt: skip
    found = instances_of(view, study, series).filter(uid=instance).annotate(entries=cut)
    row = found.select_related("record__object", "rendition").order_by().first()
    if row is None or low < 1 or high > row.frame_count:
        raise Hidden
    entries = bytes(row.entries)
    spans = [span(entries[(n - low) * ENTRY_BYTES : (n - low + 1) * ENTRY_BYTES]) for n in numbers]
    return Frames(object_of(row), row.syntax, tuple(spans))


@dataclass(frozen=True)
class Neighbour:
    """An instance near another in its series: what is needed to send any of its frames."""

    uid: str
    kept: Object
    syntax: str
    frames: bytes


def neighbours(view: View, instance: str) -> list[Neighbour]:
    """The instances around one, itself included, that this person may see; raises `Hidden`."""
    found = instances_of(view).filter(uid=instance).only("series_id", "position").order_by().first()
    if found is None:
        raise Hidden
    first = found.position - found.position % NEAR
    near = Instance.objects.filter(series_id=found.series_id, position__range=(first, first + NEAR - 1))
    if view.blind:
        near = near.filter(withheld=False)
    own = near.filter(rendition=None).values_list(
        "uid", "syntax", "frames", *(f"record__object__{f}" for f in _OF_OBJECT)
    )
    copied = near.exclude(rendition=None).values_list(
        "uid", "syntax", "frames", *(f"rendition__{f}" for f in _OF_OBJECT)
    )
    return [
        Neighbour(uid, Object(**dict(zip(_OF_OBJECT, of_object, strict=True))), syntax, bytes(frames))
        for uid, syntax, frames, *of_object in (*own, *copied)
    ]


def object_of(instance: Instance) -> Object:
    """The object whose bytes are served for an instance; raises `Hidden` when they are gone."""
    kept = instance.rendition or instance.record.object
    if kept is None:
        raise Hidden
    return kept


def copy_of(view: View, instance: Instance) -> Copy | None:
    """An instance's file as this person may have it; None where a blind reader cannot have it with certainty."""
    kept = object_of(instance)
    if not view.blind:
        return Copy(kept)
    try:
        with vault.open(kept) as stream:
            return Copy(kept, blanks_of("dicom", stream, kept.size))
    except CannotBlank:
        return None
