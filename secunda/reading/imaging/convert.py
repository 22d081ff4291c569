"""A file that offsets cannot serve, made Explicit VR Little Endian: deflated files inflated, big-endian ones turned.

The pixels keep their values, every other element its value too. Whole in memory, so only in the bounded process.
"""

from __future__ import annotations

import io
import warnings
from typing import BinaryIO

import numpy as np
import pydicom
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian

from secunda.reading.imaging.found import BIG_ENDIAN

_WORDS = {"OW": "2", "OF": "4", "OL": "4", "OD": "8", "OV": "8"}


def converted(stream: BinaryIO) -> bytes:
    """The same instance as Explicit VR Little Endian. Raises what pydicom raises for a file it cannot read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stream.seek(0)
        found = pydicom.dcmread(stream, force=True)
        if str(found.file_meta.get("TransferSyntaxUID", "")) == BIG_ENDIAN:
            _turn(found)
        found.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        out = io.BytesIO()
        pydicom.dcmwrite(out, found, implicit_vr=False, little_endian=True, force_encoding=True)
        return out.getvalue()


def _turn(found: Dataset) -> None:
    """Binary words are kept by pydicom as they stand, so they are turned here; every number it writes anew itself."""
    for element in found:
        if element.VR == "SQ":
            for item in element.value:
                _turn(item)
        elif element.VR in _WORDS and isinstance(element.value, bytes):
            size = _WORDS[element.VR]
            whole = len(element.value) // int(size) * int(size)
            turned = np.frombuffer(element.value[:whole], f">u{size}").astype(f"<u{size}").tobytes()
            element.value = turned + element.value[whole:]
