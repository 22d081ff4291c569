"""Addresses of the records pages, included by the patient's portal."""

from __future__ import annotations

from django.urls import path

from secunda.portals.parts.record_files import record_copy
from secunda.portals.patient import records

urlpatterns = [
    path("case/<uuid:case>/records/", records.records_page, name="records"),
    path("case/<uuid:case>/records/upload/", records.upload, name="upload"),
    path("case/<uuid:case>/records/arriving/", records.arriving, name="arriving"),
    path("case/<uuid:case>/records/arriving/<uuid:arrival>/", records.arriving_one, name="arriving_one"),
    path("case/<uuid:case>/records/done/", records.records_done, name="records_done"),
    path("case/<uuid:case>/records/<uuid:record>/", records.record_line, name="record_line"),
    path("case/<uuid:case>/records/<uuid:record>/file/", records.record_file, name="record_file"),
    path("case/<uuid:case>/records/<uuid:record>/copy/", record_copy, name="record_copy"),
    path("case/<uuid:case>/records/<uuid:record>/remove/", records.remove_record, name="remove_record"),
]
