"""Named fields in a text, and the dearest message that they can make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.lib.errors import UserError
from selfcontact.lib.template import Width, forced_by, parse, worst
from selfcontact.lib.text import measure

VALUES = {"first_name": "Zoé", "surname": "Martin", "commune": "Rennes"}
NAMES = st.lists(st.text(alphabet="aé€ê🗳 [", max_size=90), min_size=1, max_size=5)


def test_french_and_english_names_mean_the_same_fields() -> None:
    assert parse("{prenom} {nom}, {commune}").render(VALUES) == "Zoé Martin, Rennes"
    assert parse("{first_name} {surname}, {commune}").fields == frozenset(VALUES)


def test_doubled_braces_are_braces() -> None:
    assert parse("{{nom}} {nom}").render(VALUES) == "{nom} Martin"


@pytest.mark.parametrize(
    ("text", "position"),
    [("Bonjour {age}", 9), ("{nom.__class__}", 1), ("{}", 1), ("{0}", 1), ("{nom!r}", 1), ("{nom:>9}", 1)],
)
def test_an_unknown_field_is_refused_with_its_position(text: str, position: int) -> None:
    with pytest.raises(UserError) as refusal:
        parse(text)
    assert refusal.value.code == "text_field"
    assert f"caractère {position} " in refusal.value.fr
    assert f"character {position} " in refusal.value.en


@pytest.mark.parametrize("text", ["{", "a }", "{nom", "{{nom}"])
def test_a_lonely_brace_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse(text)
    assert refusal.value.code == "text_brace"


def test_a_brace_in_a_value_stays_what_it_is() -> None:
    assert parse("{nom}").render({"surname": "{commune}"}) == "{commune}"


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        parse("{nom}").render({})


def test_one_name_with_a_circumflex_makes_the_worst_case_ucs2() -> None:
    text, widths = parse("x" * 65 + "{prenom}"), {"first_name": Width.of(["Maximilienne", "Benoît"])}
    cost = worst(text, widths)
    assert (cost.encoding, cost.units, cost.segments) == ("UCS-2", 71, 2)
    assert cost.outside == ()
    assert forced_by(text, widths) == ("first_name",)


def test_a_text_without_field_costs_what_it_costs() -> None:
    assert worst(parse("{{}}" + "x" * 10), {}) == measure("{}" + "x" * 10)


@given(st.text(alphabet="ab é€ê", max_size=170), NAMES, NAMES, st.data())
def test_no_message_costs_more_than_the_worst_case(
    text: str, first_names: list[str], surnames: list[str], data: st.DataObject
) -> None:
    template = parse(text + "{prenom} {nom}")
    row = {"first_name": data.draw(st.sampled_from(first_names)), "surname": data.draw(st.sampled_from(surnames))}
    cost = worst(template, {"first_name": Width.of(first_names), "surname": Width.of(surnames)})
    assert measure(template.render(row)).segments <= cost.segments


@given(NAMES, NAMES)
def test_widths_measured_apart_and_merged_are_those_of_the_whole(some: list[str], others: list[str]) -> None:
    assert Width.of(some).merged(Width.of(others)) == Width.of([*some, *others])


@given(st.text(alphabet="ab é€ê", max_size=170), NAMES)
def test_the_worst_case_of_one_value_is_at_most_one_part_above_what_it_costs(text: str, names: list[str]) -> None:
    template = parse(text + "{prenom}")
    dearest = max(measure(template.render({"first_name": name})).segments for name in names)
    cost = worst(template, {"first_name": Width.of(names)})
    assert dearest <= cost.segments
    assert cost.encoding == "UCS-2" or cost.segments <= dearest + 1


def test_a_text_that_forces_ucs2_names_its_own_characters_only() -> None:
    cost = worst(parse("Fête {prenom}"), {"first_name": Width.of(["Benoît"])})
    assert cost.outside == ("ê",)
