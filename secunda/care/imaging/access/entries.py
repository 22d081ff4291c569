"""Studies, series and instances as a search tells them (PS3.18 10.6): only what this person may see, counted so too."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from secunda.care.imaging import rules
from secunda.care.imaging.access import View
from secunda.care.imaging.matching import Query
from secunda.care.imaging.models import Header, Instance, OpenHeader, Series, Wording

Json = dict[str, Any]
RETRIEVE = "00081190"
_STUDIES = "select uid, said, wording, instances, series, modalities from imaging_studies(%s, %s)"
_STUDY_BY_ITSELF = frozenset({
    "00080005", "00080020", "00080030", "00080050", "00080056", "00080061", "00080090", "00080201", RETRIEVE,
    "00100010", "00100020", "00100030", "00100040", "0020000D", "00200010", "00201206", "00201208", "00081030",
})  # fmt: skip


@dataclass
class Counted:
    """What this person can see of a study or series, in numbers."""

    instances: int = 0
    frames: int = 0
    series: int = 0
    modalities: list[str] = field(default_factory=list)


def instances_of(view: View, study: str = "", series: str = "") -> QuerySet[Instance]:
    """The instances that this person may see, in the order of series and places, without their frame tables."""
    found = Instance.objects.filter(case=view.case).defer("frames", "place")
    if view.blind:
        found = found.filter(withheld=False)
    if study:
        found = found.filter(study__uid=study)
    if series:
        found = found.filter(series__uid=series)
    return found.order_by("series__number", "series_id", "position", "id")


def studies(view: View, query: Query, root: str) -> list[Json]:
    """The studies that fit, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_STUDIES, [view.case.pk, view.blind])
        rows = cursor.fetchall()
    entries = []
    for uid, said, wording, instances, series, modalities in rows:
        counted = Counted(instances, modalities=modalities, series=series)
        entry = json.loads(said) | json.loads(wording or "{}") | _of_study(counted, f"{root}/studies/{uid}")
        if query.fits(entry):
            entries.append(_told(entry, query, _STUDY_BY_ITSELF))
    return query.page(entries)


def all_series(view: View, query: Query, root: str, study: str = "") -> list[Json]:
    """The series that fit, of one study or of all."""
    counted = _counted(view)
    wording = _wording(view)
    found = Series.objects.filter(case=view.case).select_related("study")
    if study:
        found = found.filter(study__uid=study)
    entries = []
    for series in found.order_by("study_id", "number", "id"):
        of_it = counted.get(series.pk)
        if of_it is None:
            continue
        at = f"{root}/studies/{series.study.uid}/series/{series.uid}"
        entry = series.said | wording.get((series.study_id, series.pk), {}) | {
            "0020000D": _one("UI", series.study.uid), "00201209": _one("IS", of_it.instances), RETRIEVE: _one("UR", at),
        }  # fmt: skip
        if query.fits(entry | series.study.said):
            entries.append(entry if study else entry | _picked(series.study.said, query))
    return query.page(entries)


def instances(view: View, query: Query, root: str, study: str = "", series: str = "") -> list[Json]:
    """The instances that fit, in the order of their places."""
    found = instances_of(view, study, series).select_related("study", "series")
    beyond = query.everything or bool({tag for tag, _ in query.matches} | query.fields)
    if not beyond:
        end = None if query.limit is None else query.offset + query.limit
        return [_of_instance(one, root) for one in found[query.offset : end]]
    whole = dict(headers(view, found))
    entries = []
    for one in found:
        header: Json = json.loads(whole.get(one.pk, b"{}"))
        entry = _of_instance(one, root)
        if query.fits(header | entry):
            entries.append(_picked(header, query) | entry)
    return query.page(entries)


def headers(view: View, found: QuerySet[Instance]) -> list[tuple[int, bytes]]:
    """The headers of these instances as this person may read them: DICOM JSON with places instead of addresses."""
    model: type[Header] | type[OpenHeader] = OpenHeader if view.blind else Header
    kept = model.objects.filter(case=view.case, instance__in=found.order_by())
    return [(pk, bytes(content)) for pk, content in kept.values_list("instance_id", "content")]


def _counted(view: View) -> dict[int, Counted]:
    """What can be seen, by series."""
    found = Instance.objects.filter(case=view.case)
    if view.blind:
        found = found.filter(withheld=False)
    rows = found.values("series_id", "modality").annotate(n=Count("id"), f=Sum("frame_count")).order_by()
    counted: dict[int, Counted] = defaultdict(Counted)
    for row in rows:
        one = counted[row["series_id"]]
        one.instances += row["n"]
        one.frames += row["f"] or 0
        one.modalities.append(row["modality"])
    return dict(counted)


def _wording(view: View) -> dict[tuple[int, int | None], Json]:
    if view.blind:
        return {}
    rows = Wording.objects.filter(case=view.case).values_list("study_id", "series_id", "said")
    return {(study, series): said for study, series, said in rows}


def _of_study(counted: Counted, at: str) -> Json:
    return {
        "00080056": _one("CS", "ONLINE"),
        "00080061": {"vr": "CS", "Value": rules.modalities(counted.modalities)},
        "00201206": _one("IS", counted.series),
        "00201208": _one("IS", counted.instances),
        RETRIEVE: _one("UR", at),
    }


def _of_instance(one: Instance, root: str) -> Json:
    at = f"{root}/studies/{one.study.uid}/series/{one.series.uid}/instances/{one.uid}"
    entry = {
        "00080016": _one("UI", one.sop_class), "00080018": _one("UI", one.uid), "00080056": _one("CS", "ONLINE"),
        "00080060": _one("CS", one.modality), "00083002": _one("UI", one.syntax), RETRIEVE: _one("UR", at),
        "0020000D": _one("UI", one.study.uid), "0020000E": _one("UI", one.series.uid),
        "00200013": _one("IS", one.number) if one.number is not None else {"vr": "IS"},
    }  # fmt: skip
    if one.rows:
        entry |= {"00280010": _one("US", one.rows), "00280011": _one("US", one.columns)}
    if one.frame_count > 1:
        entry["00280008"] = _one("IS", one.frame_count)
    return dict(sorted(entry.items()))


def _one(vr: str, value: object) -> Json:
    return {"vr": vr, "Value": [value]}


def _told(entry: Json, query: Query, by_itself: frozenset[str]) -> Json:
    return {tag: one for tag, one in sorted(entry.items()) if tag in by_itself or query.wants(tag)}


def _picked(header: Json, query: Query) -> Json:
    return {tag: one for tag, one in header.items() if query.wants(tag)}
