"""C-CDA (CDA R2, XML): every coded element of its entries as a fact with its path, its narrative as text."""

from secunda.reading.structured.ccda.read import read_ccda

__all__ = ["read_ccda"]
