"""A foreign client, unmodified, against a running server: dicomweb-client of the Imaging Data Commons."""

from __future__ import annotations

import io

import imagecodecs
import numpy as np
import pydicom
import pytest
import requests
from dicomweb_client.api import DICOMwebClient
from django.db import transaction
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from secunda.care.imaging.tests.factories import SERIES, SIDE, STUDY, a_slice
from secunda.foundation.queue import drain
from secunda.portals.parts.tests.studies_world import CANARY, SLICES, World, a_world
from secunda.reading.tests import scans

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "1.2.826.0.9"


@pytest.fixture
def world(db: None, settings: Settings) -> World:
    """Ana's case with a study, for other processes and threads to see."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with transaction.atomic():
        return a_world()


def client_of(world: World, server: LiveServer, who: str, portal: str) -> DICOMwebClient:
    """The client with a token that the person asked for."""
    root = world.root(portal)
    with transaction.atomic():
        browser = world.client(who)
    answer = browser.post(f"{root}/token", headers={"Sec-Fetch-Site": "same-origin"})
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return DICOMwebClient(url=f"{server.url}{root}", session=session)


def test_a_foreign_client_searches_reads_and_stores(world: World, live_server: LiveServer) -> None:
    client = client_of(world, live_server, "ana", "patient")
    (study,) = client.search_for_studies(search_filters={"PatientID": "A-17"})
    assert study["0020000D"]["Value"] == [STUDY]
    assert len(client.search_for_series(STUDY)) == 3
    assert len(client.search_for_instances(STUDY, SERIES, limit=2, offset=1)) == 2
    headers = client.retrieve_series_metadata(STUDY, SERIES)
    assert [one["00200032"]["Value"][2] for one in headers] == [2.5, 5.0, 7.5]
    (frame,) = client.retrieve_instance_frames(STUDY, SERIES, f"{SERIES}.2", [1])
    assert frame == pydicom.dcmread(io.BytesIO(a_slice(2, of=SLICES))).PixelData
    files = client.retrieve_series(STUDY, SERIES)
    assert [one.SOPInstanceUID for one in files] == [f"{SERIES}.{n}" for n in (1, 2, 3)]
    picture = client.retrieve_instance_rendered(STUDY, SERIES, f"{SERIES}.2", media_types=("image/jpeg",))
    assert imagecodecs.jpeg_decode(picture).shape == (SIDE, SIDE)
    thumbnail = requests.get(
        f"{live_server.url}{world.root('patient')}/studies/{STUDY}/thumbnail",
        headers=client._session.headers,
        timeout=20,
    )
    assert thumbnail.headers["Content-Type"] == "image/jpeg"

    sent = [pydicom.dcmread(io.BytesIO(a_slice(n, of=2, StudyInstanceUID=NEW, SeriesInstanceUID=f"{NEW}.1",
                                               SOPInstanceUID=f"{NEW}.1.{n}"))) for n in (1, 2)]  # fmt: skip
    stored = client.store_instances(sent)
    assert [one.ReferencedSOPInstanceUID for one in stored.ReferencedSOPSequence] == [
        f"{NEW}.1.1",
        f"{NEW}.1.2",
    ]
    drain()
    assert len(client.retrieve_study_metadata(NEW)) == 2


def test_long_values_and_compressed_frames_come_as_they_are(world: World, live_server: LiveServer) -> None:
    client = client_of(world, live_server, "cleo", "staff")
    picture = np.arange(SIDE * SIDE, dtype=np.uint16).reshape(SIDE, SIDE)
    made = scans.header(SOPInstanceUID=f"{NEW}.5", StudyInstanceUID=NEW, SeriesInstanceUID=f"{NEW}.4")
    scans.with_pixels(made, rows=SIDE, columns=SIDE)
    made.add_new(0x60003000, "OW", bytes(range(256)) * 8)
    made.add_new(
        0x7FE00010,
        "OB",
        pydicom.encaps.encapsulate([bytes(imagecodecs.jpeg2k_encode(picture, codecformat="j2k", level=0))]),
    )
    made["PixelData"].is_undefined_length = True
    made = pydicom.dcmread(io.BytesIO(scans.written(made, "1.2.840.10008.1.2.4.90")))
    client.store_instances([made])
    drain()
    (frame,) = client.retrieve_instance_frames(NEW, f"{NEW}.4", f"{NEW}.5", [1], media_types=("image/jp2",))
    assert (imagecodecs.jpeg2k_decode(frame) == picture).all()
    (header,) = client.retrieve_series_metadata(NEW, f"{NEW}.4")
    below = header["60003000"]["BulkDataURI"].partition("/dicomweb")[
        2
    ]  # the client leaves the port out of Host
    (value,) = client.retrieve_bulkdata(f"{client.base_url}{below}")
    assert value == bytes(range(256)) * 8


def test_a_blind_reader_retrieves_files_without_the_words(world: World, live_server: LiveServer) -> None:
    client = client_of(world, live_server, "dr_bo", "expert")
    files = client.retrieve_study(STUDY)
    assert len(files) == SLICES
    assert all(CANARY not in str(one) for one in files)
    assert not any(CANARY in str(one) for one in client.search_for_series(STUDY, get_remaining=True))
