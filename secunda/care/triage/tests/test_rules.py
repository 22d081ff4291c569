"""Every red flag fires on what it names, "not sure" counts, and nothing takes an emergency away again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secunda.care.triage import rules, ruleset
from secunda.care.triage.ruleset import GRAVITY, Row, When

RULES = ruleset.current()
QUESTIONS = RULES.questions()
ALL_NO = dict.fromkeys(QUESTIONS, "no")
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)

# The table's rows that a patient can answer, and the gravest action each can have.
EXPECTED = {
    **dict.fromkeys((f"RF-{number:02}" for number in (*range(1, 21), 27)), "EMERGENCY"),
    "RF-21": "CRISIS",
    "RF-22": "HUMAN_REVIEW",
    "RF-23": "EMERGENCY",
    "RF-23b": "SAME_DAY",
    "RF-24": "SAME_DAY",
    "RF-28": "SAME_DAY",
}
# Each trigger of the table in the words of our questions, the action that must follow at least.
TRIGGERS = [
    ("RF-01", ["face_arm"], "EMERGENCY"),
    ("RF-01", ["speech_balance"], "EMERGENCY"),
    ("RF-01", ["sight_loss"], "EMERGENCY"),
    ("RF-02", ["chest_pain"], "EMERGENCY"),
    ("RF-02", ["chest_pain_signs"], "EMERGENCY"),
    ("RF-03", ["tearing_pain"], "EMERGENCY"),
    ("RF-03", ["collapse"], "EMERGENCY"),
    ("RF-04", ["short_breath_sudden"], "EMERGENCY"),
    ("RF-04", ["pain_breathing"], "EMERGENCY"),
    ("RF-04", ["leg_swollen"], "EMERGENCY"),
    ("RF-05", ["cannot_speak"], "EMERGENCY"),
    ("RF-05", ["blue_lips"], "EMERGENCY"),
    ("RF-06", ["fever", "confused"], "EMERGENCY"),
    ("RF-06", ["fever", "skin_urine"], "EMERGENCY"),
    ("RF-06", ["fever", "cannot_speak"], "EMERGENCY"),
    ("RF-07", ["cancer_drugs", "fever"], "EMERGENCY"),
    ("RF-07", ["cancer_drugs", "chills_unwell"], "EMERGENCY"),
    ("RF-08", ["cancer", "spine_pain"], "SAME_DAY"),
    ("RF-08", ["cancer", "spine_pain", "limbs_weak"], "EMERGENCY"),
    ("RF-08", ["cancer", "spine_pain", "saddle_numb"], "EMERGENCY"),
    ("RF-08", ["cancer", "spine_pain", "bladder_bowel"], "EMERGENCY"),
    ("RF-09", ["back_leg_pain", "bladder_bowel"], "EMERGENCY"),
    ("RF-09", ["back_leg_pain", "saddle_numb"], "EMERGENCY"),
    ("RF-09", ["back_leg_pain", "limbs_weak"], "EMERGENCY"),
    ("RF-09", ["spine_pain", "bladder_bowel"], "EMERGENCY"),
    ("RF-10", ["face_neck"], "EMERGENCY"),
    ("RF-11", ["seizure"], "EMERGENCY"),
    ("RF-11", ["morning_headache"], "EMERGENCY"),
    ("RF-11", ["confused"], "EMERGENCY"),
    ("RF-12", ["worst_headache"], "EMERGENCY"),
    ("RF-12", ["fever_neck"], "EMERGENCY"),
    ("RF-13", ["blood_loss"], "EMERGENCY"),
    ("RF-14", ["belly_pain"], "EMERGENCY"),
    ("RF-14", ["vomit_blocked"], "EMERGENCY"),
    ("RF-15", ["cold_limb"], "EMERGENCY"),
    ("RF-16", ["sight_loss"], "EMERGENCY"),
    ("RF-16", ["new_headache_over_50", "jaw_sight"], "SAME_DAY"),
    ("RF-17", ["pregnant", "pregnant_bleeding"], "EMERGENCY"),
    ("RF-17", ["pregnant", "pregnant_head"], "EMERGENCY"),
    ("RF-18", ["testicle"], "EMERGENCY"),
    ("RF-19", ["diabetes", "vomiting"], "EMERGENCY"),
    ("RF-19", ["diabetes", "confused"], "EMERGENCY"),
    ("RF-19", ["diabetes", "sugar"], "EMERGENCY"),
    ("RF-20", ["throat_swelling"], "EMERGENCY"),
    ("RF-20", ["collapse"], "EMERGENCY"),
    ("RF-21", ["self_harm"], "CRISIS"),
    ("RF-21", ["harm_others"], "CRISIS"),
    ("RF-22", ["abuse"], "HUMAN_REVIEW"),
    ("RF-22", ["abuse_other"], "HUMAN_REVIEW"),
    ("RF-23", ["immunotherapy", "immune_heart"], "EMERGENCY"),
    ("RF-23", ["immunotherapy", "immune_muscle"], "EMERGENCY"),
    ("RF-23b", ["immunotherapy", "loose_stools"], "SAME_DAY"),
    ("RF-23b", ["immunotherapy", "rash_yellow"], "SAME_DAY"),
    ("RF-23b", ["immunotherapy", "chills_unwell"], "SAME_DAY"),
    ("RF-24", ["surgery", "fever"], "SAME_DAY"),
    ("RF-24", ["surgery", "wound"], "SAME_DAY"),
    ("RF-24", ["surgery", "leg_swollen"], "SAME_DAY"),
    ("RF-27", ["rest_pain"], "EMERGENCY"),
    ("RF-27", ["faint_effort"], "EMERGENCY"),
    ("RF-28", ["pain"], "SAME_DAY"),
    ("RF-28", ["no_fluids"], "SAME_DAY"),
]
# What fires nothing alone: it is asked for the sake of another row's combination.
CONTEXT = {
    *(
        "cancer",
        "cancer_drugs",
        "immunotherapy",
        "surgery",
        "pregnant",
        "diabetes",
        "new_headache_over_50",
        "jaw_sight",
    ),
    *("spine_pain", "back_leg_pain", "limbs_weak", "bladder_bowel", "saddle_numb", "fever", "chills_unwell"),
    *(
        "skin_urine",
        "vomiting",
        "sugar",
        "immune_heart",
        "immune_muscle",
        "loose_stools",
        "rash_yellow",
        "wound",
    ),
    *("pregnant_bleeding", "pregnant_head"),
}


def said(*yes: str, unsure: tuple[str, ...] = ()) -> dict[str, str]:
    return ALL_NO | dict.fromkeys(yes, "yes") | dict.fromkeys(unsure, "unsure")


def gravity(verdict: str) -> int:
    order = ("EMERGENCY", "CRISIS", "INPATIENT", "SAME_DAY", "HUMAN_REVIEW", "OK")
    return order.index(verdict)


def holds(when: When, yes: set[str]) -> bool:
    """The meaning of a condition, written a second time and without "not sure"."""
    if when.asks:
        return when.asks in yes
    return (all if when.joint == "all" else any)(holds(part, yes) for part in when.parts)


def test_every_row_that_a_patient_can_answer_is_there() -> None:
    assert {row.id: row.levels[0].action for row in RULES.rows} == EXPECTED
    assert "RF-25" not in EXPECTED
    assert "RF-26" not in EXPECTED


@pytest.mark.parametrize(("row", "yes", "action"), TRIGGERS, ids=lambda each: "+".join(each) if each else "")
def test_a_row_fires_on_each_of_its_triggers(row: str, yes: list[str], action: str) -> None:
    outcome = rules.outcome(said(*yes))
    [fired] = [one for one in outcome.fired if one.row.id == row]
    assert (fired.action, fired.is_sure) == (action, True)
    assert set(yes) <= set(fired.because) | set(yes)
    assert gravity(outcome.verdict) <= gravity(action)


def test_every_row_has_a_trigger_here() -> None:
    assert {row for row, _, _ in TRIGGERS} == set(EXPECTED)


@pytest.mark.parametrize(("row", "yes", "action"), TRIGGERS, ids=lambda each: "+".join(each) if each else "")
def test_not_sure_counts_as_yes_where_a_life_is_at_stake(row: str, yes: list[str], action: str) -> None:
    outcome = rules.outcome(said(unsure=tuple(yes)))
    [fired] = [one for one in outcome.fired if one.row.id == row]
    assert not fired.is_sure
    assert fired.action == (action if action in ("EMERGENCY", "CRISIS") else "HUMAN_REVIEW")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_single_yes(question: str) -> None:
    outcome = rules.outcome(said(question))
    expected = {row.id for row in RULES.rows if any(holds(level.when, {question}) for level in row.levels)}
    assert set(outcome.rows) == expected
    assert (outcome.verdict == "OK") == (question in CONTEXT)
    assert rules.outcome(said(unsure=(question,))).rows == outcome.rows


def test_every_pair_of_answers() -> None:
    """1,596 pairs, each in three mixtures of yes and not sure: never less grave than either of the two alone."""
    alone = {question: gravity(rules.outcome(said(question)).verdict) for question in QUESTIONS}
    for one, other in combinations(QUESTIONS, 2):
        both = rules.outcome(said(one, other))
        assert gravity(both.verdict) <= min(alone[one], alone[other]), (one, other)
        for row in RULES.rows:
            level = next((each for each in row.levels if holds(each.when, {one, other})), None)
            fired = next((each for each in both.fired if each.row.id == row.id), None)
            assert (fired.action if fired else None) == (level.action if level else None), (one, other)
        for unsure in ((one, other), (other,)):
            mixed = rules.outcome(said(*({one, other} - set(unsure)), unsure=unsure))
            if both.verdict in ("EMERGENCY", "CRISIS"):
                assert mixed.verdict == both.verdict, (one, other)
            assert mixed.rows and mixed.verdict != "OK" if both.rows else mixed.verdict == "OK"


@settings(max_examples=400, deadline=None)
@given(st.fixed_dictionaries({question: st.sampled_from(rules.ANSWERS) for question in QUESTIONS}), st.data())
def test_no_answer_takes_a_red_flag_away(answers: dict[str, str], more: st.DataObject) -> None:
    before = rules.outcome(answers)
    changed = more.draw(st.sets(st.sampled_from(QUESTIONS)))
    worse = {"no": "unsure", "unsure": "yes", "yes": "yes"}
    after = rules.outcome(answers | {question: worse[answers[question]] for question in changed})
    assert set(before.rows) <= set(after.rows)
    assert gravity(after.verdict) <= gravity(before.verdict)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(rules.ANSWERS)))
def test_what_was_not_answered_is_never_a_no(answers: dict[str, str]) -> None:
    outcome = rules.outcome(answers)
    assert set(outcome.unanswered) == set(QUESTIONS) - set(answers)
    assert not (outcome.may_continue and outcome.unanswered)
    if rules.outcome(ALL_NO | answers).verdict in ("EMERGENCY", "CRISIS"):
        assert outcome.stops


def test_an_emergency_stops_before_the_last_screen() -> None:
    assert rules.outcome({"face_arm": "unsure"}).verdict == "EMERGENCY"
    assert rules.outcome({"face_arm": "no"}).verdict == "INCOMPLETE"


def test_a_crisis_line_stands_beside_an_emergency() -> None:
    outcome = rules.outcome(said("self_harm", "chest_pain", "abuse"))
    assert outcome.verdict == "EMERGENCY"
    assert outcome.actions == ("EMERGENCY", "CRISIS", "HUMAN_REVIEW")
    assert outcome.task_due_at(AT) == AT + timedelta(hours=1)


def test_tasks_have_their_clocks() -> None:
    assert rules.outcome(said("pain")).task_due_at(AT) == AT + timedelta(hours=4)
    assert rules.outcome(said("abuse", "pain")).task_due_at(AT) == AT + timedelta(hours=1)
    assert rules.outcome(said("chest_pain")).task_due_at(AT) is None
    assert rules.outcome(ALL_NO).task_due_at(AT) is None


def test_whom_to_call_is_named_once() -> None:
    outcome = rules.outcome(said("cancer_drugs", "fever", "immunotherapy", "loose_stools"))
    assert outcome.calls == ("oncology_line",)


def test_someone_in_hospital_who_comes_alone_stops() -> None:
    assert rules.outcome(ALL_NO, inpatient=True).verdict == "INPATIENT"
    assert rules.outcome(ALL_NO, inpatient=True).stops
    assert rules.outcome(ALL_NO, inpatient=True, by_doctor=True).verdict == "OK"
    assert rules.outcome(said("chest_pain"), inpatient=True).verdict == "EMERGENCY"
    assert rules.outcome(said("abuse"), inpatient=True).rows == ("RF-22",)


def test_none_of_these_is_an_explicit_no_to_each() -> None:
    answers: dict[str, str] = {}
    for screen in rules.screens():
        answers |= rules.none_of_these(screen.id)
    assert answers == ALL_NO
    assert rules.outcome(answers).verdict == "OK"
    with pytest.raises(KeyError):
        rules.none_of_these("nowhere")


def test_other_answers_are_no_answers() -> None:
    assert rules.unknown_answers({"face_arm": "yes", "shoe_size": "yes", "collapse": "perhaps"}) == [
        "collapse",
        "shoe_size",
    ]
    with pytest.raises(ValueError):
        rules.outcome({"face_arm": "perhaps"})


def test_the_questions_are_asked_again_after_72_hours() -> None:
    assert rules.expires_at(AT) == AT + timedelta(hours=72)
    assert rules.counts(RULES.version, AT, AT + timedelta(hours=71, minutes=59))
    assert not rules.counts(RULES.version, AT, AT + timedelta(hours=72))
    assert not rules.counts("2020-01-01", AT, AT)


@pytest.mark.parametrize("row", RULES.rows, ids=lambda row: row.id)
def test_a_row_says_where_it_comes_from_and_that_nobody_signed_it(row: Row) -> None:
    assert row.source
    assert row.tag[0] in "KVC"
    assert row.table_action
    assert not row.is_reviewed
    assert row.is_current(date(2026, 11, 22))
    assert not row.is_current(date(2031, 1, 1))
    assert {level.action for level in row.levels} <= set(GRAVITY)


def test_there_are_few_screens() -> None:
    assert 5 <= len(rules.screens()) <= 6
    assert all(len(screen.questions) <= 13 for screen in rules.screens())
