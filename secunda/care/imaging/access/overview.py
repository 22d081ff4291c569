"""A case's studies at a glance: what a viewer has to know and DICOMweb does not say."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from secunda.care.imaging import headers, rules, sentences
from secunda.care.imaging.access import View
from secunda.care.imaging.access.entries import Counted, instances_of
from secunda.care.imaging.models import Instance, Series, SetAside, Study, Wording

Json = dict[str, Any]
MOST_FIRST = 1


def overview(view: View) -> Json:
    """Studies with their series, newest first, and what was set aside, each with its sentence."""
    seen: dict[int, list[Instance]] = defaultdict(list)
    for one in instances_of(view):
        seen[one.series_id].append(one)
    series: dict[int, list[Json]] = defaultdict(list)
    titles = _titles(view)
    for one_series in Series.objects.filter(case=view.case, id__in=seen).order_by("number", "id"):
        told = _series(one_series, seen[one_series.pk], titles.get((one_series.study_id, one_series.pk), ""))
        series[one_series.study_id].append(told)
    found = Study.objects.filter(case=view.case, id__in=series).order_by("-date", "id")
    return {
        "phase": view.phase,
        "studies": [_study(one, series[one.pk], titles.get((one.pk, None), "")) for one in found],
        "set_aside": _set_aside(view),
    }


def _titles(view: View) -> dict[tuple[int, int | None], str]:
    if view.blind:
        return {}
    rows = Wording.objects.filter(case=view.case)
    return {
        (one.study_id, one.series_id): headers.text(one.said, "0008103E" if one.series_id else "00081030")
        for one in rows
    }


def _study(study: Study, series: list[Json], title: str) -> Json:
    return {
        "uid": study.uid, "id": str(study.public_id), "date": study.date, "time": headers.text(study.said, "00080030"),
        "title": title, "state": study.state, "modalities": rules.modalities([one["modality"] for one in series]),
        "series": series,
    }  # fmt: skip


def _series(series: Series, seen: list[Instance], title: str) -> Json:
    counted = Counted(len(seen), sum(one.frame_count for one in seen))
    return {
        "uid": series.uid, "number": series.number, "modality": series.modality, "title": title,
        "images": counted.instances, "frames": counted.frames, "rows": seen[0].rows, "columns": seen[0].columns,
        "plane": series.plane, "spacing": series.spacing, "gaps": series.gaps, "mixed": series.is_mixed,
        "kind": rules.kind_of(images=counted.instances, frames=counted.frames, plane=series.plane,
                              is_mixed=series.is_mixed, spacing=series.spacing),
        "withheld": all(one.withheld for one in seen), "sops": [one.uid for one in seen[:MOST_FIRST]],
    }  # fmt: skip


def _set_aside(view: View) -> list[Json]:
    """How many records of each study were set aside, and why. A blind expert is told of none."""
    if view.blind:
        return []
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for code, study in SetAside.objects.filter(case=view.case).values_list("code", "study_uid"):
        counted[code, study] += 1
    return [
        {"study_uid": study, "count": n, "code": code, "sentence": sentences.why_set_aside(code)}
        for (code, study), n in sorted(counted.items())
    ]
