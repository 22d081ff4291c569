"""The staff's letters to hospitals."""

from __future__ import annotations

from secunda.portals.parts.asking import Desk
from secunda.portals.staff.door import staff_case

desk = Desk(staff_case, "staff")
