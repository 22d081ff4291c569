"""HEIC, as telephones write it: measured before decoding, then decoded to find out whether it is whole."""

from typing import BinaryIO

import pi_heif

from secunda.reading.facts import Identified, Limits, Refusal


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """The facts of a HEIC photo. Raises `Refusal` if it is too large to open, breaks off, or is none."""
    if size > limits.max_inflated_bytes:  # it is read into memory as a whole
        raise Refusal("image_too_large")
    pi_heif.options.DECODE_THREADS = 1  # the bounded process may start none
    stream.seek(0)
    try:
        image = pi_heif.open_heif(stream, convert_hdr_to_8bit=True)
    except (ValueError, EOFError, RuntimeError, OSError):
        raise Refusal("unreadable") from None
    width, height = image.size
    if max(width, height) > limits.max_image_side or width * height > limits.max_decoded_pixels:
        raise Refusal("image_too_large")
    try:
        whole = len(image.data) > 0  # decodes it
    except (ValueError, EOFError, RuntimeError, OSError):
        raise Refusal("image_cut_short") from None
    if not whole:
        raise Refusal("image_cut_short")
    return Identified(kind="heic", size=size, pages=1, pixels=(width, height))
