"""The sentences of the viewer, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def viewer_words() -> dict[str, str]:
    """Every sentence by its key, with {placeholders}."""
    return _states() | _around() | _dragging() | _measuring() | _doing() | _windows() | _keys()


def _states() -> dict[str, str]:
    return {
        "opening": _("Opening the images…"),
        "not_opened": _("The viewer did not start here. Each image can be opened from the list on its own."),
        "fetching": _("Fetching the images…"),
        "not_drawn": _("This image cannot be shown here. The rest of the series can."),
        "broken": _("The connection broke. What you see stays; the rest comes as soon as it is back."),
        "back": _("The connection is back."),
    }


def _around() -> dict[str, str]:
    return {
        "no_date": _("no date"),
        "plane_axial": _("axial"),
        "plane_coronal": _("coronal"),
        "plane_sagittal": _("sagittal"),
        "plane_oblique": _("oblique"),
        "image_of": _("Image {n} of {of}"),
        "position": _("position {mm} mm"),
        "window_values": _("window {width}, centre {centre}"),
        "no_sides": _("the file does not say which side is which"),
    }


def _dragging() -> dict[str, str]:
    return {
        "bar": _("What can be done with the images"),
        "drag_window": _("Brightness"),
        "drag_scroll": _("Scroll"),
        "drag_zoom": _("Zoom"),
        "drag_pan": _("Move"),
        "drag_magnify": _("Magnifier"),
        "windows": _("Window"),
        "layouts": _("Pictures side by side"),
        "layout_of": _("{rows} × {columns}"),
    }


def _measuring() -> dict[str, str]:
    return {
        "drag_length": _("Length"),
        "drag_bidirectional": _("Two diameters"),
        "drag_angle": _("Angle"),
        "drag_cobb": _("Cobb angle"),
        "drag_ellipse": _("Ellipse"),
        "drag_probe": _("Value at a point"),
        "drag_arrow": _("Arrow"),
        "arrow_words": _("What the arrow points at"),
        "arrow_keep": _("Keep it"),
        "arrow_drop": _("No arrow"),
        "marks_saved": _("Marks saved {time}"),
        "marks_waiting": _("A mark is not saved yet. We keep trying; please leave this page open."),
        "marks_not_here": _("Your marks could not be fetched. Load the page again before you draw."),
        "undo": _("Undo"),
        "remove_mark": _("Remove the mark"),
    }


def _doing() -> dict[str, str]:
    return {
        "closer": _("Closer"),
        "away": _("Further away"),
        "turn": _("Turn"),
        "invert": _("Invert"),
        "reset": _("As it was"),
        "play": _("Play"),
        "compare": _("Beside the earlier study"),
        "planes": _("Three planes"),
        "planes_not": _("The volume is not whole here, so it is not cut."),
        "fetched": _("Fetching the images: {n} of {of}"),
        "slabs": _("How thick each plane is"),
        "slab_thin": _("Thin"),
        "slab_of": _("Brightest of {mm} mm"),
        "link": _("Scroll together"),
        "next_picture": _("Choose the next picture"),
        "layout": _("More or fewer pictures"),
        "image_before": _("Image before"),
        "image_after": _("Next image"),
        "ten_back": _("Ten images back"),
        "ten_on": _("Ten images on"),
        "first": _("First image"),
        "last": _("Last image"),
        "series_before": _("Series before"),
        "series_after": _("Next series"),
    }


def _windows() -> dict[str, str]:
    return {
        "brighter": _("Brighter"),
        "darker": _("Darker"),
        "more_contrast": _("More contrast"),
        "less_contrast": _("Less contrast"),
        "move_up": _("Move the picture up"),
        "move_down": _("Move the picture down"),
        "move_start": _("Move the picture to the left"),
        "move_end": _("Move the picture to the right"),
        "window_of_file": _("As the file says"),
        "window_soft_tissue": _("Soft tissue"),
        "window_lung": _("Lung"),
        "window_bone": _("Bone"),
        "window_brain": _("Brain"),
        "window_liver": _("Liver"),
    }


def _keys() -> dict[str, str]:
    return {
        "keys": _("Keys"),
        "key_is": _("Key: {key}"),
        "key_space": _("Space"),
        "keys_mouse": _(
            "Keys work while the images have the focus. The mouse wheel scrolls, the right button zooms, the middle "
            "one moves; two fingers zoom and move."
        ),
        "close": _("Close"),
    }
