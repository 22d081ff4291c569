"""gzip: only a variant file (VCF) is taken packed like this, as laboratories send them."""

import zlib
from typing import BinaryIO

from secunda.reading.facts import Identified, Limits, Refusal

_MARK = b"##fileformat=VCF"


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """That it is a packed variant file. Raises `Refusal` for anything else; only its beginning is unpacked."""
    stream.seek(0)
    unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        beginning = unpacking.decompress(stream.read(64 * 1024), len(_MARK))
    except zlib.error:
        raise Refusal("archive_damaged") from None
    if beginning != _MARK:
        raise Refusal("archive")
    return Identified(kind="vcf", size=size, format="vcf_gz")
