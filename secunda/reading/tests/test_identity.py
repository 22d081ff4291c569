"""Whose record is it. A false match is the one mistake that must not happen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secunda.reading.identity import compare

BORN, SAID = date(1981, 3, 14), ["1981-03-14"]

SAME = [
    # found, patient
    ("LINDQVIST^ANA", "Ana Lindqvist"),
    ("ANA^LINDQVIST", "Ana Lindqvist"),
    ("Lindqvist, Ana", "Ana Lindqvist"),
    ("Lindqvist Ana", "Ana Lindqvist"),
    ("Mrs. Ana Lindqvist", "Lindqvist^Ana"),
    ("LINDQVIST^ANA^MARIA^MRS", "Ana Lindqvist"),
    ("GARCIA LOPEZ^ANA", "Ana García López"),
    ("GARCIA^ANA", "Ana García López"),
    ("LOPEZ GARCIA^ANA", "Ana García"),
    ("GARZIA LOPES^ANA", "Ana Garzia Lopes"),
    ("MULLER^JURGEN", "Jürgen Müller"),
    ("MUELLER^JUERGEN", "Jürgen Müller"),
    ("Müller^Jürgen", "Juergen Mueller"),
    ("OBRIEN^MARY", "Mary O’Brien"),
    ("O BRIEN^MARY", "Mary O'Brien"),
    ("JOHNSON^ANA", "Ana Jonson"),
    ("Jansen^Petra", "Petra Janssen"),
    ("CRUZ^MARIA", "María de la Cruz"),
    ("VAN DER BERG^JAN", "Jan Berg"),
    ("SMITH JONES^ANNA", "Anna Smith-Jones"),
    ("ALI^MOHAMMED", "Muhamad Ali"),
    ("MASRI^MOHAMMED", "Mohamed Hassan Al-Masri"),
    ("ABDULRAHMAN^ALI", "Ali Abdul Rahman"),
    ("نزار^قباني", "نزار القباني"),
    ("أَحْمَد علي", "احمد علي"),
    ("Иванова^Анна", "Анна Иванова"),
    ("Παπαδόπουλος^Νίκος", "Νικος Παπαδοπουλος"),
    ("山田^太郎", "山田太郎"),
    ("홍^길동", "홍길동"),
    ("ﾔﾏﾀﾞ^ﾀﾛｳ", "ヤマダ タロウ"),
    ("Nguyễn^Văn Anh", "Nguyen Van Anh"),
    ("Suharto", "Suharto"),
]
# Not enough to tell: a person looks.
CLOSE = [
    ("SMITH^DANIELA", "Daniel Smith"),
    ("SMITH^CHRISTINA", "Christian Smith"),
    ("SMITH^JULIANA", "Julian Smith"),
    ("SMITH^ANDREAS", "Andrea Smith"),
    ("SMITH^J", "John Smith"),
    ("SMITH^JOHN", "J Smith"),
    ("SILVA^MARIA CLARA", "Maria José Silva"),
    ("GARCIA^MARIA", "Ana Maria García"),
    ("LINDQVIST", "Ana Lindqvist"),
    ("García López", "Ana García López"),
    ("BERG^ANA", "Ana Lindqvist"),
    ("Ana García Pérez", "Ana García López"),
    ("Иванова^Анна", "Anna Ivanova"),
    ("ANONYMOUS", "Ana Lindqvist"),
    ("^^", "Ana Lindqvist"),
    ("PAT00123", "Ana Lindqvist"),
    ("LINDQVIST^ANA", ""),
]
OTHER = [
    ("LINDQVIST^TOMAS", "Ana Lindqvist"),
    ("SMITH^JANE", "John Smith"),
    ("HASSAN^HUSSEIN", "Hassan Hassan"),
    ("RAO^PRIYA", "Ana Lindqvist"),
    ("Doe^Archibald", "Ana Lindqvist"),
    ("محمد علي", "نزار القباني"),
    ("Петров^Иван", "Анна Иванова"),
]


@pytest.mark.parametrize(("found", "patient"), SAME)
def test_the_same_name_and_birth_date_match(found: str, patient: str) -> None:
    assert compare([found], SAID, [patient], BORN) == "match"


@pytest.mark.parametrize(("found", "patient"), SAME)
def test_a_name_alone_is_not_enough(found: str, patient: str) -> None:
    assert compare([found], [], [patient], BORN) == "absent"
    assert compare([found], SAID, [patient], None) == "absent"


@pytest.mark.parametrize(("found", "patient"), SAME + CLOSE + OTHER)
def test_another_birth_date_is_another_person(found: str, patient: str) -> None:
    assert compare([found], ["1990-01-02"], [patient], BORN) == "mismatch"
    assert compare([found], [*SAID, "1990-01-02"], [patient], BORN) == "mismatch"


@pytest.mark.parametrize(("found", "patient"), CLOSE)
def test_what_does_not_tell_waits_for_a_person(found: str, patient: str) -> None:
    assert compare([found], SAID, [patient], BORN) == "absent"
    assert compare([found], [], [patient], BORN) == "absent"


@pytest.mark.parametrize(("found", "patient"), OTHER)
def test_another_name_is_another_person(found: str, patient: str) -> None:
    assert compare([found], SAID, [patient], BORN) == "mismatch"
    assert compare([found], [], [patient], BORN) == "mismatch"


def test_nothing_found_is_absent() -> None:
    assert compare([], [], ["Ana Lindqvist"], BORN) == "absent"
    assert compare([], SAID, ["Ana Lindqvist"], BORN) == "absent"


def test_a_maiden_name_on_file_matches() -> None:
    assert compare(["BERG^ANA"], SAID, ["Ana Lindqvist", "Ana Berg"], BORN) == "match"


def test_one_of_several_writings_is_enough() -> None:
    writings = ["Yamada^Tarou", "山田^太郎", "やまだ^たろう"]
    assert compare(writings, SAID, ["Tarou Yamada"], BORN) == "match"
    assert compare(writings, SAID, ["山田 太郎"], BORN) == "match"


@pytest.mark.parametrize("placeholder", ["1900-01-01", "1111-11-11", "not a date", ""])
def test_a_birth_date_that_software_fills_in_says_nothing(placeholder: str) -> None:
    assert compare(["LINDQVIST^ANA"], [placeholder], ["Ana Lindqvist"], BORN) == "absent"


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_writing_breaks_it(found: str, patient: str) -> None:
    assert compare([found], SAID, [patient], BORN) in ("match", "absent", "mismatch")
    assert compare([found], ["1990-01-02"], [patient], BORN) == "mismatch"


NAMES = st.sampled_from(
    ("Ana", "Maria", "Tomas", "Daniel", "Daniela", "Chen", "Okafor", "Lindqvist", "Garcia", "Smith")
)


@given(
    st.lists(NAMES, min_size=2, max_size=4, unique=True), st.lists(NAMES, min_size=2, max_size=4, unique=True)
)
def test_names_that_share_no_given_name_never_match(one: list[str], other: list[str]) -> None:
    if one[0] not in other or other[0] not in one:
        assert compare([" ".join(one)], SAID, [" ".join(other)], BORN) != "match"
