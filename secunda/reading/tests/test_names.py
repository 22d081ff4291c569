"""A name is shown and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secunda.reading.facts import Identified
from secunda.reading.names import display_name, is_changed
from secunda.reading.tests import pdfs
from secunda.reading.tests.test_hostile import read


@pytest.mark.parametrize(
    ("name", "shown", "changed"),
    [
        ("report.pdf", "report.pdf", False),
        ("MRI of 3 May.pdf", "MRI of 3 May.pdf", False),
        ("تقرير.pdf", "تقرير.pdf", False),
        ("می‌خواهم.pdf", "می‌خواهم.pdf", False),
        ("  report.pdf  ", "report.pdf", False),
        ("../../etc/passwd", "passwd", True),
        ("C:\\Users\\Ana\\scan.dcm", "scan.dcm", True),
        ("/etc/", "unnamed", True),
        ("a\x00b\x1b[31m.pdf", "ab[31m.pdf", True),
        ("invoice\u202efdp.exe", "invoicefdp.exe", True),
        ("re\u200bport.pdf", "report.pdf", True),
        ("line\nbreak.pdf", "linebreak.pdf", True),
        ('a<b>"c"|d?.pdf', "a_b__c__d_.pdf", False),
        ("..", "unnamed", False),
        ("", "unnamed", False),
        (" . ", "unnamed", False),
        ("\ud800.pdf", "pdf", True),
    ],
)
def test_what_is_shown(name: str, shown: str, changed: bool) -> None:
    assert display_name(name) == shown
    assert is_changed(name) is changed


def test_a_long_name_keeps_its_extension() -> None:
    assert display_name("x" * 500 + ".dcm") == "x" * 116 + ".dcm"
    assert display_name("x" * 500) == "x" * 120
    assert display_name("a." + "x" * 500) == "a." + "x" * 118


def test_the_caller_says_what_nothing_is_called() -> None:
    assert display_name("", fallback="ohne Namen") == "ohne Namen"


@given(st.text())
def test_no_name_hides_anything(name: str) -> None:
    shown = display_name(name)
    assert 0 < len(shown) <= 120
    assert not set(shown) & set('/\\<>:"|?*\x00\n')
    assert display_name(shown) == shown


def test_a_name_decides_nothing_and_its_change_is_said() -> None:
    found = read(pdfs.plain(), name="C:\\scans\\knee.dcm")
    assert isinstance(found, Identified)
    assert (found.kind, found.display_name, found.notices) == ("pdf", "knee.dcm", ("name_changed",))
