"""Every write of the chart: readings kept, what people say of facts, sealed passages, the summary, openings."""

from secunda.care.chart.actions.again import may_read_again, read_again
from secunda.care.chart.actions.chronology import approve_chronology, draft_chronology, edit_chronology
from secunda.care.chart.actions.facts import add, confirm, correct, merge, reject, restore
from secunda.care.chart.actions.opened import (
    Course,
    OpenedDocument,
    open_document,
    open_timeline,
    page_image,
    search_case,
    small_image,
)
from secunda.care.chart.actions.passages import seal_passage, unseal_passage
from secunda.care.chart.actions.proposals import accept, ask_for_summary, leave_out
from secunda.care.chart.actions.reading import begin, follow, give_up, keep, note_progress, put_back, reread

__all__ = (
    "Course",
    "OpenedDocument",
    "accept",
    "add",
    "approve_chronology",
    "ask_for_summary",
    "begin",
    "confirm",
    "correct",
    "draft_chronology",
    "edit_chronology",
    "follow",
    "give_up",
    "keep",
    "leave_out",
    "may_read_again",
    "merge",
    "note_progress",
    "open_document",
    "open_timeline",
    "page_image",
    "put_back",
    "read_again",
    "reject",
    "reread",
    "restore",
    "seal_passage",
    "search_case",
    "small_image",
    "unseal_passage",
)
