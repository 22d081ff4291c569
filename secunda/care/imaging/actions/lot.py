"""Instances kept many at a time: a handful of statements for dozens of files."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from secunda.care.imaging import headers, rules
from secunda.care.imaging.models import Header, Instance, OpenHeader, Series, SetAside, Study, Wording
from secunda.care.records.models import Record
from secunda.foundation.vault.models import Object
from secunda.reading.imaging.found import Examined


class Lot:
    """What one transaction keeps of a case: instances with their headers, and what is set aside.

    One worker at a time makes lots of a case (`index` holds its lock), so nobody comes in between; the database's own
    constraints would undo the transaction, and the records would be found again.
    """

    def __init__(self, case_id: int) -> None:
        self._known = set(Instance.objects.filter(case_id=case_id).values_list("uid", flat=True))
        self._studies = {one.uid: one for one in Study.objects.filter(case_id=case_id)}
        self._series = {(one.study_id, one.uid): one for one in Series.objects.filter(case_id=case_id)}
        self._instances: list[Instance] = []
        self._headers: list[tuple[bytes, bytes]] = []
        self._set_aside: list[SetAside] = []

    def add(self, record: Record, found: Examined | None, rendition: Object | None, at: datetime) -> None:
        """Note what a record is. The first with an instance's number is the one that is shown."""
        code = "unreadable" if found is None else found.problem
        if found is not None and not code and found.sop_uid in self._known:
            code = "same_uid"
        ours = {"case_id": record.case_id, "programme_id": record.programme_id}
        if found is None or code:
            if rendition is not None:
                rendition.delete()
            uid = found.study_uid if found else ""
            self._set_aside.append(SetAside(**ours, record=record, code=code, study_uid=uid, at=at))
            return
        self._known.add(found.sop_uid)
        self._instances.append(self._instance(record, found, rendition, ours))
        self._headers.append((found.header, found.open_header))

    def keep(self) -> None:
        """Write it all down."""
        SetAside.objects.bulk_create(self._set_aside)
        kept = Instance.objects.bulk_create(self._instances)
        rows = list(zip(kept, self._headers, strict=True))
        Header.objects.bulk_create([Header(**_of(one), content=whole) for one, (whole, _open) in rows])
        OpenHeader.objects.bulk_create(
            [OpenHeader(**_of(one), content=opened) for one, (_whole, opened) in rows]
        )
        touched = {one.study_id for one in kept}
        Study.objects.filter(pk__in=touched, state=Study.State.COMPLETE).update(state=Study.State.ARRIVING)

    def _instance(
        self, record: Record, found: Examined, rendition: Object | None, ours: dict[str, int]
    ) -> Instance:
        of_study, of_series = headers.parts(found.header)
        study = self._study(found, of_study, ours)
        series = self._one_series(study, found, of_series, ours)
        why = rules.withheld_as(
            sop_class=found.sop_class, modality=found.modality, conversion=found.conversion
        )
        return Instance(
            **ours, study=study, series=series, record=record, rendition=rendition, uid=found.sop_uid,
            sop_class=found.sop_class, syntax=found.syntax, sha256=record.sha256, modality=found.modality,
            number=found.number, frame_count=found.frame_count, rows=found.rows, columns=found.columns,
            frames=found.frames, place=asdict(found.place), acquired=found.acquired, unsaid=found.unsaid,
            withheld=bool(why), withheld_as=why,
        )  # fmt: skip

    def _study(self, found: Examined, of_study: headers.Json, ours: dict[str, int]) -> Study:
        if found.study_uid not in self._studies:
            said, wording = headers.open_and_wording(of_study)
            date = headers.text(said, "00080020")[:16]
            study = Study.objects.create(**ours, uid=found.study_uid, said=said, date=date)
            Wording.objects.create(**ours, study=study, said=wording)
            self._studies[found.study_uid] = study
        return self._studies[found.study_uid]

    def _one_series(
        self, study: Study, found: Examined, of_series: headers.Json, ours: dict[str, int]
    ) -> Series:
        key = (study.pk, found.series_uid)
        if key not in self._series:
            said, wording = headers.open_and_wording(of_series)
            series = Series.objects.create(
                **ours, study=study, uid=found.series_uid, said=said, modality=found.modality,
                number=headers.whole(said, "00200011"),
            )  # fmt: skip
            Wording.objects.create(**ours, study=study, series=series, said=wording)
            self._series[key] = series
        return self._series[key]


def _of(one: Instance) -> dict[str, object]:
    return {
        "case_id": one.case_id, "programme_id": one.programme_id, "instance": one, "series": one.series,
    }  # fmt: skip
