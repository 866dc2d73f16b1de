"""Every rule of the trade is on the list, and what the list says of the program is true."""

import json
from collections import Counter
from importlib.resources import files

import pytest
import typer
from typer.testing import CliRunner

from selfcontact.cli import run
from selfcontact.cli.rules import rules as command
from selfcontact.compliance import catalogue, dated, tables
from selfcontact.compliance.catalogue import How
from selfcontact.lib.errors import UserError
from tools.reference import rules as written

#: The families of the legal rule pack of November 2026 and how many rules each has, numbered from one.
FAMILIES = {"EL": 21, "FI": 10, "CN": 13, "PE": 4, "SM": 23, "RP": 18, "GD": 23, "PR": 7, "CA": 10}
PACK = {f"{family}-{number:02}" for family, most in FAMILIES.items() for number in range(1, most + 1)}
#: Rules of the house, beyond the pack.
OWN = {"OP-01", "VL-01", "VL-02", "PC-01"}


def test_no_rule_of_the_pack_is_missing_and_none_is_invented() -> None:
    assert len(PACK) == 129
    assert {one.id for one in catalogue.rules()} == PACK | OWN


def test_every_rule_says_why_it_is_checked_or_not_in_both_languages() -> None:
    assert list(catalogue.faults()) == []
    said = Counter(one.how for one in catalogue.rules())
    assert set(said) == set(How)


def test_whatever_refuses_or_holds_in_the_program_is_listed_as_checked() -> None:
    checked = {one.id for one in catalogue.rules() if one.how == How.CHECKED}
    assert {one.rule for one in written.found()} <= checked


def test_the_command_lists_them_all_and_explains_one() -> None:
    listed = CliRunner().invoke(command, ["list", "--json"])
    assert len(json.loads(listed.stdout)) == len(PACK | OWN)
    silence = json.loads(CliRunner().invoke(command, ["explain", "el-01", "--json"]).stdout)
    assert (silence["how"], silence["by"]) == ("checked", ["compliance.silence", "compliance.validity"])
    assert CliRunner().invoke(command, ["explain", "EL-99"]).exit_code == 1


def test_a_value_that_would_be_in_force_twice_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = tables.rows
    again = {**usual("thresholds.csv")[0], "valid_from": "2026-06-01"}
    monkeypatch.setattr(tables, "rows", lambda name: usual(name) + (again,) * (name == "thresholds.csv"))
    assert list(catalogue.faults()) == ["thresholds.csv: hours_open: two values on 2026-06-01"]


@pytest.mark.parametrize(("ends", "fault"), [("2026-06-01", ""), ("2026-05-31", "ends before it begins")])
def test_a_value_counts_for_a_day_at_least(monkeypatch: pytest.MonkeyPatch, ends: str, fault: str) -> None:
    usual = tables.rows
    one = {**usual("thresholds.csv")[0], "name": "another", "valid_from": "2026-06-01", "valid_to": ends}
    monkeypatch.setattr(tables, "rows", lambda name: usual(name) + (one,) * (name == "thresholds.csv"))
    assert [found.rpartition(": ")[2] for found in dated.faults()] == [fault] * bool(fault)


@pytest.mark.parametrize(
    ("file", "column", "written", "fault"),
    [
        ("thresholds.csv", "value", "8h", "value '8h'"),
        ("thresholds.csv", "value", "", "value ''"),
        ("tariff.csv", "price_millicents", "6,9", "price_millicents '6,9'"),
        ("labels.csv", "valid_from", "10/10/2025", "no date"),
        ("donations.csv", "source", "", "no source"),
        ("terms.csv", "ends_on", "mai 2027", "no date"),
        ("terms.csv", "status", "?", "status '?'"),
    ],
)
def test_a_value_that_nobody_could_read_is_told_at_start(
    monkeypatch: pytest.MonkeyPatch, file: str, column: str, written: str, fault: str
) -> None:
    usual = tables.rows
    broken = ({**usual(file)[0], column: written}, *usual(file)[1:])
    monkeypatch.setattr(tables, "rows", lambda name: broken if name == file else usual(name))
    assert next(dated.faults()) == f"{file}:2: {fault}"


def test_every_file_of_values_is_looked_at_when_the_program_starts() -> None:
    shipped = {one.name for one in files("selfcontact.compliance").joinpath("data").iterdir()}
    assert {name for name in shipped if name.endswith(".csv")} == {*dated.FILES, "terms.csv", "elections.csv"}


def test_nothing_long_starts_on_a_calendar_with_a_mistyped_day(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = tables.rows

    def mistyped(name: str) -> tuple[dict[str, str], ...]:
        first, *others = usual(name)
        return ({**first, "date": "2017-04-24"}, *others) if name == "elections.csv" else usual(name)

    monkeypatch.setattr(tables, "rows", mistyped)
    run_app = typer.Typer()
    run.attach(run_app)
    for words in (["worker"], ["sender"], ["web", "console"], ["setup"]):
        done = CliRunner().invoke(run_app, words)
        assert isinstance(done.exception, UserError)
        assert done.exception.code == "rules_faulty"
    assert CliRunner().invoke(command, ["check"]).exit_code == 1
