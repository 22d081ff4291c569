"""The structured opinion: what an expert reads and writes, what the system puts around it, and what is still missing.

`Read` is the blind read, `OpinionContent` the expert's report, `Frame` what the system fills in at signing. All are
frozen; `to_json` and `from_json` are strict in both directions. The 22 fields and their sources: `standards.md` 4.2.
"""

from secunda.care.opinions.content import codes
from secunda.care.opinions.content.blind_read import Alternative, Code, MissingItem, RankedOption, Read
from secunda.care.opinions.content.completeness import impact_fits, missing, missing_in_read, news_to_break
from secunda.care.opinions.content.frame import (
    AbsentRecord,
    Blinding,
    CommittedRead,
    Expert,
    FirstOpinion,
    Frame,
    Independence,
    PatientLine,
    ProgrammeLine,
    Question,
    RecordLine,
)
from secunda.care.opinions.content.missing_item import Missing
from secunda.care.opinions.content.panel import Dissent, Panel, Votes
from secunda.care.opinions.content.report import (
    Agreement,
    Answer,
    CallOffer,
    Citation,
    Diagnosis,
    Event,
    Figure,
    FurtherTest,
    MachineUse,
    Measure,
    OpinionContent,
    Option,
    PhoneProtocol,
    Recommendation,
    Reference,
    Reread,
    Step,
    Trial,
    Unavailable,
)
from secunda.care.opinions.frozen_json import Malformed, from_json, to_json

__all__ = [
    "AbsentRecord",
    "Agreement",
    "Alternative",
    "Answer",
    "Blinding",
    "CallOffer",
    "Citation",
    "Code",
    "CommittedRead",
    "Diagnosis",
    "Dissent",
    "Event",
    "Expert",
    "Figure",
    "FirstOpinion",
    "Frame",
    "FurtherTest",
    "Independence",
    "MachineUse",
    "Malformed",
    "Measure",
    "Missing",
    "MissingItem",
    "OpinionContent",
    "Option",
    "Panel",
    "PatientLine",
    "PhoneProtocol",
    "ProgrammeLine",
    "Question",
    "RankedOption",
    "Read",
    "Recommendation",
    "RecordLine",
    "Reference",
    "Reread",
    "Step",
    "Trial",
    "Unavailable",
    "Votes",
    "codes",
    "from_json",
    "impact_fits",
    "missing",
    "missing_in_read",
    "news_to_break",
    "to_json",
]
