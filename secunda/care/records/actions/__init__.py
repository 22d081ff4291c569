"""Every write of a record: received, looked at, accepted or refused, classified, confirmed, opened, removed, erased."""

from secunda.care.records.actions.check import check, recheck, settle
from secunda.care.records.actions.classify import classify, confirm_identity
from secunda.care.records.actions.erase import erase
from secunda.care.records.actions.opened import open_record
from secunda.care.records.actions.receive import Received, receive
from secunda.care.records.actions.remove import remove, say_complete
from secunda.care.records.look import look

__all__ = (
    "Received",
    "check",
    "classify",
    "confirm_identity",
    "erase",
    "look",
    "open_record",
    "receive",
    "recheck",
    "remove",
    "say_complete",
    "settle",
)
