"""Draws one page or image as PNG: bytes in, PNG out, in bounded time and memory. Imports nothing of ours."""

import io
import resource
import sys
from array import array
from typing import Any

WIDEST, NARROWEST = 1600, 512
GIBIBYTE = 1024**3
PLAIN = ("MONOCHROME1", "MONOCHROME2", "RGB")
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"


def main() -> None:
    """Draw what the command line names, or end without a picture."""
    resource.setrlimit(resource.RLIMIT_AS, (2 * GIBIBYTE, 2 * GIBIBYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (15, 15))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    kind, page, careful = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "careful"
    content = sys.stdin.buffer.read()
    image = {"pdf": _pdf, "dicom": _dicom}.get(kind, _image)(content, page - 1, careful)
    image.thumbnail((WIDEST, 4 * WIDEST))
    if image.width < NARROWEST:
        times = -(-NARROWEST // image.width)
        image = image.resize((image.width * times, image.height * times))
    made = io.BytesIO()
    image.save(made, "PNG", compress_level=3)
    sys.stdout.buffer.write(made.getvalue())


def _pdf(content: bytes, page: int, careful: bool) -> Any:
    import pypdfium2

    sheet = pypdfium2.PdfDocument(content)[page]
    return sheet.render(scale=min(3.0, 1400 / max(1.0, sheet.get_width()))).to_pil()


def _image(content: bytes, page: int, careful: bool) -> Any:
    from PIL import Image, ImageOps

    image = Image.open(io.BytesIO(content))
    image.seek(page)
    turned = ImageOps.exif_transpose(image)
    bare = (turned if turned.mode == "L" else turned.convert("RGB")).copy()
    bare.info.clear()
    return bare


def _dicom(content: bytes, page: int, careful: bool) -> Any:
    from pydicom import dcmread

    header = dcmread(io.BytesIO(content))
    burnt_in = str(header.get("BurnedInAnnotation", "")).upper()
    if burnt_in == "YES" or (
        careful and header.SOPClassUID.startswith(SECONDARY_CAPTURE) and burnt_in != "NO"
    ):
        raise SystemExit(3)
    syntax = header.file_meta.TransferSyntaxUID
    if syntax.is_compressed:
        return _packed(header, page)
    if not syntax.is_little_endian or header.PhotometricInterpretation not in PLAIN:
        raise SystemExit(3)  # rather no picture than a wrong one
    return _unpacked(header, page)


def _packed(header: Any, page: int) -> Any:
    from PIL import Image
    from pydicom.encaps import get_frame

    frame = get_frame(header.PixelData, page, number_of_frames=int(header.get("NumberOfFrames", 1)))
    image = Image.open(io.BytesIO(frame))
    if image.mode.startswith("I"):
        return _grey(header, list(image.getdata()), image.size)
    return image.convert("L" if image.mode == "L" else "RGB")


def _unpacked(header: Any, page: int) -> Any:
    from PIL import Image

    size, samples = (header.Columns, header.Rows), header.SamplesPerPixel
    length = size[0] * size[1] * samples * header.BitsAllocated // 8
    frame = bytes(header.PixelData[page * length : (page + 1) * length])
    if samples == 3 and header.BitsAllocated == 8 and header.get("PlanarConfiguration", 0) == 0:
        return Image.frombytes("RGB", size, frame)
    kinds = {(8, 0): "B", (8, 1): "b", (16, 0): "H", (16, 1): "h"}
    return _grey(header, array(kinds[header.BitsAllocated, header.PixelRepresentation], frame), size)


def _grey(header: Any, values: Any, size: tuple[int, int]) -> Any:
    """The window of the header, else from the darkest to the brightest value. PS3.3 C.11.2.1.2, linear."""
    from PIL import Image

    low, high = _window(header, values)
    span = max(high - low, 1)
    tones = {value: min(255, max(0, round((value - low) * 255 / span))) for value in set(values)}
    if header.PhotometricInterpretation == "MONOCHROME1":
        tones = {value: 255 - tone for value, tone in tones.items()}
    return Image.frombytes("L", size, bytes(map(tones.__getitem__, values)))


def _window(header: Any, values: Any) -> tuple[float, float]:
    centre, width = (_first(header.get(name)) for name in ("WindowCenter", "WindowWidth"))
    if centre is None or not width:
        return min(values), max(values)
    slope, intercept = float(header.get("RescaleSlope", 1)) or 1.0, float(header.get("RescaleIntercept", 0))
    return (centre - width / 2 - intercept) / slope, (centre + width / 2 - intercept) / slope


def _first(given: Any) -> float | None:
    if given is None or given == "":
        return None
    return float(given if isinstance(given, int | float | str) else given[0])


if __name__ == "__main__":
    main()
