"""Every write of the studies: instances kept, studies settled, what is withheld, openings."""

from secunda.care.imaging.actions.again import reindex
from secunda.care.imaging.actions.index import index
from secunda.care.imaging.actions.settle import settle

__all__ = ("index", "reindex", "settle")
