"""Studies and series as lines of a list: day, kind, how many images, and what has to be said of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.care.records.sentences import MODALITIES

Json = dict[str, Any]


@dataclass(frozen=True)
class SeriesLine:
    """A series: what it is called, how much there is of it, its small picture (none for a document)."""

    uid: str
    name: str
    count: str
    thumbnail: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class StudyLine:
    """A study with its series. `day` is None where the header names none that exists."""

    uid: str
    day: date | None
    name: str
    is_arriving: bool
    series: tuple[SeriesLine, ...]
    set_aside: tuple[str, ...]


def lines_of(seen: Json, root: str) -> list[StudyLine]:
    """The lines of an overview, in its order. `root` is the path of the case's studies."""
    aside = seen["set_aside"]
    return [
        StudyLine(
            uid=study["uid"],
            day=_day(study["date"]),
            name=_(", ").join(filter(None, (_kinds(study["modalities"]), study["title"]))),
            is_arriving=study["state"] == "arriving",
            series=tuple(_series(one, f"{root}/studies/{study['uid']}") for one in study["series"]),
            set_aside=tuple(_aside(one) for one in aside if one["study_uid"] == study["uid"]),
        )
        for study in seen["studies"]
    ]


def rest_of(seen: Json) -> list[str]:
    """What was set aside of studies of which nothing else is there, in words."""
    shown = {study["uid"] for study in seen["studies"]}
    return [_aside(one) for one in seen["set_aside"] if one["study_uid"] not in shown]


def _aside(one: Json) -> str:
    """How many files were set aside for one reason, and why."""
    count = ngettext("%(n)d file is set aside.", "%(n)d files are set aside.", one["count"])
    return f"{count % {'n': one['count']}} {one['sentence']}"


def _kinds(modalities: list[str]) -> str:
    return _(", ").join(str(MODALITIES.get(one, one)) for one in modalities)


def _series(one: Json, at: str) -> SeriesLine:
    pictured = one["frames"] > 0
    n = one["frames"] if pictured else one["images"]
    said = (
        ngettext("%(n)d image", "%(n)d images", n)
        if pictured
        else ngettext("%(n)d document", "%(n)d documents", n)
    )
    plane = planes().get(one["plane"], "")
    kind = str(MODALITIES.get(one["modality"], one["modality"]))
    return SeriesLine(
        uid=one["uid"],
        name=one["title"] or _(", ").join(filter(None, (kind, plane))),
        count=said % {"n": n},
        thumbnail=f"{at}/series/{one['uid']}/thumbnail" if pictured else "",
        sentences=tuple(_sentences(one)),
    )


def _sentences(one: Json) -> list[str]:
    told = []
    if one["gaps"]:
        told.append(
            ngettext("%(n)d image seems to be missing.", "%(n)d images seem to be missing.", one["gaps"])
            % {"n": one["gaps"]}
        )
    if one["mixed"]:
        told.append(_("Not all of its images look in the same direction."))
    if one["withheld"]:
        told.append(_("A blind expert does not see it."))
    return told


def planes() -> dict[str, str]:
    """The directions of cut in words."""
    return {
        "axial": _("axial"),
        "coronal": _("coronal"),
        "sagittal": _("sagittal"),
        "oblique": _("oblique"),
    }


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(f"{said[:4]}-{said[4:6]}-{said[6:8]}")
    except ValueError:
        return None
