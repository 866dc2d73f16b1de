"""The reference says all that the code holds, in both languages, and nothing that it does not."""

import re

import pytest

from selfcontact.compliance import tables
from selfcontact.intake.codes import CODES
from selfcontact.ledger.tags import Action
from tools.reference import commands, errors, hook, rules, settings, source
from tools.reference.sentences import english, sentences
from tools.reference.table import Language, plain, table

NAMES = {
    "actions": {str(action) for action in Action},
    "refusals": set(CODES),
    "settings": {one.name for one in settings.found()},
    "values": {row["name"] for row in tables.rows("thresholds.csv")},
}


@pytest.mark.parametrize("subject", sorted(NAMES))
def test_every_name_has_its_sentence_in_both_languages_and_no_sentence_is_left_over(subject: str) -> None:
    written = sentences()[subject]
    assert set(written) == NAMES[subject]
    assert [name for name, told in written.items() if not (told.get("fr") and told.get("en"))] == []


def test_every_sentence_of_the_help_has_its_english_twin_and_no_twin_is_left_over() -> None:
    helps = {command.help for command in commands.found()}
    helps |= {one.help for command in commands.found() for one in command.parameters if one.help}
    assert set(english()) == helps


def test_every_error_code_of_the_source_is_on_the_page() -> None:
    written = re.compile(r"""(?:UserError|__init__)\(\s*"([a-z_]+)",\s*fr=""")
    raised = {
        code for path in source.PACKAGE.rglob("*.py") for code in written.findall(path.read_text(encoding="utf-8"))
    }
    assert len(raised) > 60
    assert raised <= {one.code for one in errors.found()}


def test_an_error_is_told_with_names_in_place_of_what_varies() -> None:
    missing = next(one for one in errors.found() if one.code == "custodian_missing")
    assert missing.fr == "Aucune clé racine dans « {directory} »."
    assert missing.hint == "selfcontact setup"


def test_a_setting_is_told_with_its_bounds_and_its_default() -> None:
    years = next(one for one in settings.found() if one.name == "SELFCONTACT_OPPOSITION_YEARS")
    assert (years.accepted("en"), years.default) == ("3 – 10", "3")


def test_a_rule_whose_source_is_that_of_another_is_told_with_it() -> None:
    assert {one.source for one in rules.found() if one.rule == "SM-11"} == {"AF2M, protection des OADC sensibles"}


def test_every_rule_has_a_reason_in_both_languages_and_a_source() -> None:
    assert [one for one in rules.found() if not (one.fr and one.en and one.source)] == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("part", sorted(hook.PARTS))
def test_every_part_is_a_table_whose_lines_have_the_same_number_of_cells(part: str, language: Language) -> None:
    tables_of_part = re.findall(r"(?:^\|.*\|\n)+", hook.PARTS[part](language), re.MULTILINE)
    assert tables_of_part
    for found in tables_of_part:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in found.splitlines()}) == 1


def test_a_bar_or_a_brace_in_a_sentence_stays_a_bar_or_a_brace() -> None:
    assert table(["a"], [[plain("x|y {z}")]]).splitlines()[-1] == r"| x\|y \{z\} |"


def test_a_part_that_does_not_exist_ends_the_build() -> None:
    with pytest.raises(KeyError):
        hook.put("<!-- reference: nothing -->", "fr")
