"""What each person may see of a case's studies. Row security says the same; these are the doors that screens use."""

from secunda.care.records.view import View, party_view, staff_view, view_of

__all__ = ("View", "party_view", "staff_view", "view_of")
