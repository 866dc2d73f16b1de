"""The texts: every one is there in both languages, says what the law wants, and never changes once published."""

import hashlib

import psycopg
import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.database.refusals import signed_in
from tests.notices.world import NOW, told

from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.notices import fields, shipped, substitution, templates
from selfcontact.notices.models import Kind, Language, Template

EVERY = [(kind, language) for kind in Kind for language in Language]
GOOD = "Madame, Monsieur,\n\nDemande $reference : $rights, reçue le $received_on, réponse le $due_on.\n"
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


def publish(text: str = GOOD, subject: str = "Reçue : $reference", note: str = "Plus court.") -> Template:
    return templates.publish(
        actor=SYSTEM,
        kind=Kind.ACKNOWLEDGED,
        language=Language.FRENCH,
        subject=subject,
        text=text,
        note=note,
        at=NOW,
    )


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_text_that_comes_with_the_package_holds_what_it_must_and_reads_in_both_languages(
    kind: Kind, language: Language
) -> None:
    (one,) = [text for text in shipped.every() if (text.kind, text.language) == (kind, language)]
    letter = templates.preview(kind, language, one.subject, one.text)
    assert "$" not in letter.subject + letter.text
    assert one.text.startswith("Madame, Monsieur," if language == Language.FRENCH else "Dear Sir or Madam,")
    other = {
        text.language: substitution.named(text.subject + text.text) for text in shipped.every() if text.kind == kind
    }
    assert other[Language.FRENCH] == other[Language.ENGLISH]


def test_every_text_is_in_use_from_the_first_day(database: str) -> None:
    assert [(one.kind, one.language, one.number) for one in templates.in_use()] == sorted(
        (str(kind), str(language), 1) for kind, language in EVERY
    )


def test_no_text_refuses_without_its_ground_the_authority_and_the_court() -> None:
    for kind in (Kind.REFUSED, Kind.PARTLY_REFUSED):
        assert {"ground", "authority", "court"} <= set(fields.NEEDS[kind].required)


def test_a_new_version_is_numbered_hashed_in_use_and_told_to_the_ledger(database: str) -> None:
    made = publish()
    assert (made.number, templates.current(Kind.ACKNOWLEDGED, Language.FRENCH)) == (2, made)
    assert made.sha256 == hashlib.sha256(f"{made.subject}\n{made.text}".encode()).hexdigest()
    assert told(made.uid) == [
        ("template:published", {"text": "acknowledged.fr.2", "sha256": made.sha256, "reason": "Plus court."})
    ]
    assert templates.current(Kind.ACKNOWLEDGED, Language.ENGLISH).number == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE notices_template SET text = 'autre'", "DELETE FROM notices_template", "TRUNCATE notices_template CASCADE"],
)
def test_the_database_itself_refuses_to_change_or_remove_a_version(database: str, statement: str) -> None:
    with psycopg.connect(database) as owner, pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(statement)
    assert Template.objects.count() == len(EVERY)


def test_not_even_the_program_saves_a_version_twice(database: str) -> None:
    made = publish()
    made.text = "autre"
    with pytest.raises(DatabaseError), transaction.atomic():
        made.save()


@pytest.mark.parametrize(("process", "verbs"), [("console", "RA"), ("worker", "R"), ("public", ""), ("portal", "")])
def test_each_process_may_only_do_its_part(database: str, process: str, verbs: str) -> None:
    tried = {
        "R": "SELECT text FROM notices_template",
        "A": "INSERT INTO notices_template (uid, kind, language, number, subject, text, note, published_at, sha256)"
        " VALUES (gen_random_uuid(), 'done', 'fr', 9, 'x', 'x', '', now(), '')",
        "U": "UPDATE notices_template SET text = 'x'",
        "D": "DELETE FROM notices_template",
    }
    with signed_in(database, process) as connection:
        for verb, statement in tried.items():
            if verb in verbs:
                connection.execute(statement)
            else:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)


@pytest.mark.parametrize(
    ("subject", "text", "code"),
    [
        ("", GOOD, "template_empty"),
        ("Objet", " \n", "template_empty"),
        ("Un\nDeux", GOOD, "template_empty"),
        ("x" * 151, GOOD, "template_long"),
        ("Objet", GOOD + "x" * 10_000, "template_long"),
        ("Objet", GOOD + "\0", "template_long"),
        ("Objet", GOOD.replace("$due_on", "bientôt"), "template_missing"),
        ("Objet", GOOD + "$nom", "template_field"),
        ("Objet", GOOD + "$code", "template_field"),
        ("Objet", GOOD + "50 $", "template_dollar"),
        ("Objet", GOOD + "${reference}", "template_dollar"),
        ("Objet", GOOD + "$__class__", "template_dollar"),
    ],
)
def test_a_text_that_says_too_little_or_names_what_we_do_not_know_is_refused(
    database: str, subject: str, text: str, code: str
) -> None:
    with pytest.raises(UserError) as refused:
        publish(text, subject)
    assert refused.value.code == code
    assert Template.objects.count() == len(EVERY)


def test_a_version_needs_a_sentence_on_what_changes_and_something_that_changes(database: str) -> None:
    with pytest.raises(UserError) as refused:
        publish(note=" ")
    assert refused.value.code == "template_note"
    publish()
    with pytest.raises(UserError) as refused:
        publish(GOOD.replace("\n", "  \r\n"))
    assert refused.value.code == "template_unchanged"


def test_a_code_never_stands_in_the_subject_which_travels_outside_the_envelope(database: str) -> None:
    text = "$reference $code $until"
    with pytest.raises(UserError) as refused:
        templates.check(Kind.IDENTITY_LETTER, "Votre code $code", text)
    assert refused.value.code == "template_secret"


@given(WORDS, WORDS)
def test_a_value_is_put_in_as_it_is_whatever_it_says(first: str, second: str) -> None:
    said = substitution.put("a $reference b $rights c $$", {"reference": first, "rights": second})
    assert said == f"a {first} b {second} c $"


@pytest.mark.parametrize(
    "attack",
    ["{{ settings.SECRET_KEY }}", "{% load x %}", "{reference.__class__}", "%(reference)s", "#{7*7}", "<%= 7*7 %>"],
)
def test_a_text_that_speaks_another_engine_s_language_stays_letters(attack: str) -> None:
    text = GOOD + attack
    letter = templates.preview(Kind.ACKNOWLEDGED, Language.FRENCH, "Objet", text)
    assert letter.text.endswith(attack)


def test_a_value_that_names_a_field_is_not_read_again() -> None:
    values = fields.samples(Kind.ACKNOWLEDGED, "fr") | {"rights": "$dpo_email ${dpo_email} {{ dpo_email }}"}
    said = substitution.put(GOOD, values)
    assert "$dpo_email ${dpo_email} {{ dpo_email }}" in said
    assert values["dpo_email"] not in said
