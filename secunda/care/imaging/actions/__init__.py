"""Every write of the studies: instances kept, studies settled, what is withheld, openings."""

from secunda.care.imaging.actions.again import reindex
from secunda.care.imaging.actions.index import index
from secunda.care.imaging.actions.marks import keep_mark, remove_mark
from secunda.care.imaging.actions.opened import open_study
from secunda.care.imaging.actions.settle import settle
from secunda.care.imaging.actions.thumbnails import draw_thumbnails
from secunda.care.imaging.actions.withhold import withhold

__all__ = (
    "draw_thumbnails",
    "index",
    "keep_mark",
    "open_study",
    "reindex",
    "remove_mark",
    "settle",
    "withhold",
)
