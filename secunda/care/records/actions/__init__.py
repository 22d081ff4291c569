"""Every write of a record: received, looked at, accepted or refused, classified, confirmed, opened, removed, erased."""

from secunda.care.records.actions.arriving import (
    Named,
    arrived,
    begin,
    give_up,
    go_on,
    keep,
    note,
    settle_arrival,
    take_whole,
    tidy_arrivals,
)
from secunda.care.records.actions.check import check, recheck, settle
from secunda.care.records.actions.classify import classify, confirm_identity, release_unscanned, seal_rest
from secunda.care.records.actions.erase import erase
from secunda.care.records.actions.follow import follow
from secunda.care.records.actions.noted import note_date, note_identity
from secunda.care.records.actions.opened import open_record, open_safely
from secunda.care.records.actions.receive import Received, receive
from secunda.care.records.actions.remove import remove, say_complete, say_not_theirs
from secunda.care.records.actions.unpack import unpack
from secunda.care.records.look import look

__all__ = (
    "Named",
    "Received",
    "arrived",
    "begin",
    "check",
    "classify",
    "confirm_identity",
    "erase",
    "follow",
    "give_up",
    "go_on",
    "keep",
    "look",
    "note",
    "note_date",
    "note_identity",
    "open_record",
    "open_safely",
    "receive",
    "recheck",
    "release_unscanned",
    "remove",
    "say_complete",
    "say_not_theirs",
    "seal_rest",
    "settle",
    "settle_arrival",
    "take_whole",
    "tidy_arrivals",
    "unpack",
)
