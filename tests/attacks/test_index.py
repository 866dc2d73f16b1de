"""Which test stands against which attack. The numbers are those of the privacy note, section 6."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
DESK, CODE = "reception/test_desk.py", "identity/test_code.py"
DOORS = "journeys/test_doors.py::test_whichever_door_a_person_takes"
ATTACKS: dict[str, tuple[str, ...]] = {
    "1 enumeration": (
        "attacks/test_01_enumeration.py::test_two_thousand_known_and_two_thousand_unknown_numbers_cannot_be_told_apart",
        "attacks/test_01_enumeration.py::test_a_site_that_looked_a_number_up_would_be_found_out_by_the_same_measure",
    ),
    "2 side doors": (
        "attacks/test_02_side_doors.py::test_the_budget_of_a_number_is_seen_by_nobody",
        "attacks/test_02_side_doors.py::test_a_wrong_code_a_used_up_code_and_a_code_that_never_was_are_answered_alike",
        f"{DESK}::test_a_reference_opens_to_its_own_number_alone_and_a_code_leaves_in_any_case",
    ),
    "3 household": (f"{DESK}::test_a_code_alone_opens_no_access_for_whoever_has_the_telephone_for_a_minute",),
    "4 recycled number": (f"{DESK}::test_a_recycled_number_lays_nobody_open_and_may_still_have_all_erased",),
    "5 guessing a code": (
        f"{CODE}::test_five_thousand_guesses_at_once_are_five_guesses",
        f"{CODE}::test_the_code_of_one_ticket_is_none_of_another",
        f"{CODE}::test_nothing_is_no_code",
        f"{CODE}::test_a_used_code_is_good_for_nothing",
    ),
    "6 pumping of messages": (
        "identity/test_budgets.py::test_a_number_gets_three_codes_in_a_day_whatever_browser_asks",
        "identity/test_budgets.py::test_beyond_the_codes_of_a_day_none_leaves_and_the_ledger_says_so_once",
        f"{DESK}::test_landlines_premium_and_foreign_numbers_get_no_code_and_the_same_page",
    ),
    "7 duplicate": (
        "attacks/test_duplicates.py::test_attack_7_a_second_request_inherits_no_verification_however_it_is_tied_to_the_first",
        "attacks/test_duplicates.py::test_attack_7_a_second_request_neither_blocks_nor_ends_the_first",
    ),
    "8 things of others": (
        "attacks/test_08_others_things.py::test_another_browser_finds_of_a_ticket_what_it_finds_of_one_that_never_was",
        "attacks/test_08_others_things.py::test_the_public_role_reads_no_ticket_and_no_parcel_by_itself",
    ),
    "9 access to a third party": (
        "attacks/test_third_party.py::test_attack_9_one_person_of_the_house_alone_lets_nothing_out",
    ),
    "10 forged From": (
        "attacks/test_mail.py::test_attack_10_a_forged_from_proves_nothing_and_changes_nothing_in_a_request",
    ),
    "11 formulas": (
        "attacks/test_attack_11_formulas.py::test_attack_11_no_cell_begins_like_a_formula_whatever_a_file_holds",
    ),
    "12 bombs": (
        "attacks/test_mail.py::test_attack_12_a_bomb_is_kept_as_the_octets_it_is",
        "attacks/test_mail.py::test_attack_12_a_mail_of_50_megabytes_is_never_held_whole",
        "attacks/test_mail.py::test_two_machines_that_answer_each_other_stop_by_themselves",
    ),
    "13 a new file": (
        "attacks/test_reimport.py::test_attack_13_no_spelling_of_a_number_brings_an_erased_or_opposed_person_back",
    ),
    "23 STOP against dispatch": (
        "campaigns/test_sender_stop.py::test_nothing_is_written_to_a_number_once_its_stop_is_committed",
        f"{DOORS}_no_message_leaves_after_the_commit_and_the_entry_is_the_same",
    ),
    "24 staff": (
        "web/console/people/test_people.py::test_the_sixth_look_within_an_hour_raises_one_alarm_that_the_watchers_see",
        "web/console/people/test_people.py::test_without_a_reason_or_a_number_nobody_is_looked_up",
        "requests/desk/test_matching.py::test_whoever_looks_again_and_again_raises_the_alarm",
    ),
}


def names(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_has_its_tests_and_they_are_there(attack: str) -> None:
    for test in ATTACKS[attack]:
        file, _, name = test.partition("::")
        assert name in names(file)
