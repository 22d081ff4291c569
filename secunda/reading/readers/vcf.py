"""VCF: a variant file; it is kept and listed."""

from typing import BinaryIO

from secunda.reading.facts import Identified, Limits, Refusal

_HEADER_WITHIN = 8 * 1024 * 1024


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """That it has a variant file's header, up to the line with the columns. Raises `Refusal`."""
    stream.seek(0)
    if b"\n#CHROM\t" not in stream.read(_HEADER_WITHIN):
        raise Refusal("export_broken")
    return Identified(kind="vcf", size=size)
