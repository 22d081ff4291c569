"""The vault's doors, all of them: `from secunda.foundation.vault import actions as vault`."""

from .erasures import erase, replay_erasures
from .keys import prepare, rotate
from .models import PROGRAMME_ITSELF, Klass, Object
from .reading import open, read, stream
from .refusals import Damaged, Erased, NoRoom, TooLarge, TooLargeForScratch
from .scratch import scratch
from .upkeep import sweep
from .writing import Writer, write

__all__ = [
    "PROGRAMME_ITSELF",
    "Damaged",
    "Erased",
    "Klass",
    "NoRoom",
    "Object",
    "TooLarge",
    "TooLargeForScratch",
    "Writer",
    "erase",
    "open",
    "prepare",
    "read",
    "replay_erasures",
    "rotate",
    "scratch",
    "stream",
    "sweep",
    "write",
]
