"""Every rule that the program checks has a case that passes, one at its threshold and one that fails; all are right."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest
from tests.compliance import (
    cases_calendar,
    cases_electoral,
    cases_holds,
    cases_invitation,
    cases_proof,
    cases_renewal,
    cases_sending,
    cases_text,
    cases_transparency,
)
from tests.compliance.cases import Case, answer

from selfcontact.compliance import catalogue
from selfcontact.compliance.catalogue import How

FILES = (
    cases_calendar,
    cases_electoral,
    cases_holds,
    cases_invitation,
    cases_proof,
    cases_renewal,
    cases_sending,
    cases_text,
    cases_transparency,
)
CASES = [case for file in FILES for case in file.everything()]
TESTS = Path(__file__).parents[1]
DOORS = (
    "journeys/test_doors.py::"
    "test_whichever_door_a_person_takes_no_message_leaves_after_the_commit_and_the_entry_is_the_same"
)
SET_ASIDE = (
    "campaigns/test_sender_campaign.py::"
    "test_who_is_opposed_restricted_or_too_young_gets_nothing_and_the_rule_is_written_down"
)
#: Rules that are not a function from facts to a verdict: which tests pass, stand at the edge and refuse for each.
ELSEWHERE = {
    "CN-05": (
        "campaigns/test_sender_campaign.py::test_an_opposition_to_another_candidate_does_not_count",
        "campaigns/test_sender_stop.py::test_nothing_is_written_to_a_number_once_its_stop_is_committed",
        DOORS,
    ),
    "CN-07": (
        "voice/test_flow.py::test_a_caller_who_only_listens_hears_everything_in_order",
        "voice/test_flow.py::test_key_one_during_the_greeting_does_not_skip_it",
        "voice/test_flow.py::test_the_message_is_never_played_before_a_greeting_was_heard_whole",
    ),
    "CN-08": (
        "intake/test_columns.py::test_usual_columns_are_not_suspect",
        "intake/test_columns.py::test_whatever_is_not_ours_is_dropped_and_listed",
        "intake/test_columns.py::test_the_name_of_a_column_betrays_a_special_category",
    ),
    "CN-10": (
        "campaigns/test_whole_area.py::test_a_campaign_without_an_area_is_for_the_whole_mandate",
        "intake/test_columns.py::test_values_betray_a_special_category_under_an_innocent_name",
        "api/test_calls.py::test_an_audience_is_counted_and_never_listed",
    ),
    "GD-03": (
        "requests/test_register.py::test_a_right_does_not_open_below_its_rung",
        "requests/test_register.py::test_the_clock_stops_between_question_and_answer_only",
        "requests/test_register.py::test_a_question_needs_a_reason_and_does_not_stop_a_clock_that_has_run_out",
    ),
    "GD-04": (
        "reception/test_papers.py::test_two_people_see_a_document_before_it_proves_anything_and_then_it_is_gone",
        "reception/test_papers.py::test_after_three_days_it_is_destroyed_whoever_has_not_decided",
        "reception/test_papers.py::test_a_refusal_destroys_it_too",
    ),
    "GD-05": (
        "requests/test_decisions.py::test_an_objection_is_against_one_candidate_or_everywhere",
        "requests/test_decisions.py::test_a_refusal_in_part_leaves_something_and_never_an_objection",
        "requests/test_register.py::test_an_objection_is_never_asked_who_it_comes_from_and_never_refused",
    ),
    "GD-13": (
        "figures/test_totals.py::test_totals_follow_a_campaign_rounded_to_five",
        "figures/test_rules.py::test_a_cell_and_its_complement_are_both_a_crowd",
        "figures/test_snapshots.py::test_fewer_than_twenty_answers_are_not_told",
    ),
    "GD-15": (
        "intake/test_loading.py::test_an_opposition_to_another_candidate_does_not_count",
        "campaigns/test_sender_house.py::test_a_number_that_opposed_under_an_older_key_is_still_opposed",
        "intake/test_loading.py::test_an_opposed_and_an_erased_number_stay_out_in_any_spelling",
    ),
    "GD-19": (
        "requests/test_directives.py::test_the_last_wish_holds_and_what_is_taken_back_is_forgotten",
        "requests/test_directives.py::test_without_a_directive_heirs_get_what_their_scope_allows_and_nothing_else",
        "requests/test_directives.py::test_one_person_s_eyes_on_a_paper_carry_nothing_out",
    ),
    "PR-03": (
        SET_ASIDE,
        "campaigns/test_sender_silence.py::test_a_second_try_is_given_up_when_its_provider_was_suspended_meanwhile",
        "campaigns/test_sender_campaign.py::test_a_suspended_provider_stops_its_contacts_at_the_next_slice",
    ),
    "PR-04": (
        "database/test_partitions.py::test_a_mandate_opens_a_partition_of_each_table_cut_by_mandate",
        "database/test_partitions.py::test_emptying_a_mandate_leaves_the_others",
        "database/test_partitions.py::test_a_row_of_a_mandate_that_is_not_open_has_no_place",
    ),
    "SM-13": (
        "campaigns/test_sender_stop.py::test_a_stop_counts_for_its_candidate_alone_where_the_house_says_so",
        "contacts/test_rights.py::test_a_restricted_person_stays_set_aside_until_released",
        DOORS,
    ),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule} {case.kind} {case.what}")
def test_a_rule_answers_as_the_legal_pack_says(case: Case) -> None:
    assert answer(case.said) == case.no


def test_no_checked_rule_lacks_its_three_cases() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for case in CASES:
        found[case.rule].add(case.kind)
    checked = {one.id for one in catalogue.rules() if one.how == How.CHECKED}
    complete = {rule for rule, kinds in found.items() if kinds == {"passes", "threshold", "fails"}}
    assert checked - complete - set(ELSEWHERE) == set()


def test_no_case_is_about_a_rule_that_nobody_knows() -> None:
    assert {case.rule for case in CASES} | set(ELSEWHERE) <= {one.id for one in catalogue.rules()}


@pytest.mark.parametrize("name", sorted({test for trio in ELSEWHERE.values() for test in trio}))
def test_a_case_that_stands_elsewhere_is_there(name: str) -> None:
    file, function = name.split("::")
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    assert function in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
