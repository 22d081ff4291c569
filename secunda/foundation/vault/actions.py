"""The vault's doors, all of them: `from secunda.foundation.vault import actions as vault`."""

from .erasures import erase, replay_erasures
from .growing import Growing
from .keys import prepare, rotate
from .models import PROGRAMME_ITSELF, Klass, Object
from .reading import Opened, open, opened, read, stream
from .refusals import Busy, Damaged, Erased, NoRoom, TooLarge, TooLargeForScratch, WholeOnly
from .resuming import begin, discard, grows, marked, offset_of, resume
from .scratch import scratch
from .upkeep import sweep
from .writing import Writer, write

__all__ = [
    "PROGRAMME_ITSELF",
    "Busy",
    "Damaged",
    "Erased",
    "Growing",
    "Klass",
    "NoRoom",
    "Object",
    "Opened",
    "TooLarge",
    "TooLargeForScratch",
    "WholeOnly",
    "Writer",
    "begin",
    "discard",
    "erase",
    "grows",
    "marked",
    "offset_of",
    "open",
    "opened",
    "prepare",
    "read",
    "replay_erasures",
    "resume",
    "rotate",
    "scratch",
    "stream",
    "sweep",
    "write",
]
