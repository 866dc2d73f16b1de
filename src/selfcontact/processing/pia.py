"""The assessment as the CNIL's PIA tool imports it: what `importData` of its `pia.service.ts` reads.

Source: github.com/LINCnil/pia, commit 44dd3138 (April 2026), src/app/services/pia.service.ts and src/app/models/.
The tool makes HTML of a text: it is escaped. It gives rows numbers of its own; ours only link one to another.
"""

import json
from datetime import UTC

from django.utils.html import escape, linebreaks

from selfcontact.answers.words import say
from selfcontact.ledger.leaf import JSON
from selfcontact.processing import words
from selfcontact.processing.assessment import Answer, Assessment
from selfcontact.processing.measures import Measure

NUMBER = 1
#: An estimate that nobody has made yet, on the tool's scale from 1 to 4.
UNDEFINED = 0


def as_json(assessment: Assessment) -> bytes:
    """Return the file that the tool's "import" takes."""
    at = assessment.made_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    whole: JSON = {
        "pia": _head(assessment, at),
        "answers": [_answer(one, number, at) for number, one in enumerate(assessment.answers, 1)],
        "measures": [_measure(one, n, assessment.language, at) for n, one in enumerate(assessment.measures, 1)],
        "evaluations": [],
        "comments": [],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _head(assessment: Assessment, at: str) -> dict[str, JSON]:
    """Return the head; who writes, evaluates and validates, and every opinion, are for people to fill in."""
    people: dict[str, JSON] = dict.fromkeys(("author_name", "evaluator_name", "validator_name", "dpos_names"), "")
    opinions: dict[str, JSON] = dict.fromkeys(
        (
            "dpo_status", "dpo_opinion", "concerned_people_opinion", "concerned_people_status",
            "concerned_people_searched_opinion", "concerned_people_searched_content", "people_names",
            "structure_id", "structure_data",
        )
    )  # fmt: skip
    return {
        "id": NUMBER,
        "status": 0,
        "name": assessment.name,
        "category": "",
        **people,
        **opinions,
        "rejection_reason": "",
        "applied_adjustments": "",
        "structure_name": "",
        "structure_sector_name": "",
        "is_example": 0,
        "is_archive": 0,
        "progress": 0,
        "created_at": at,
        "updated_at": at,
    }


def _answer(one: Answer, number: int, at: str) -> JSON:
    data: dict[str, JSON] = {
        "text": str(linebreaks(escape(one.text))) if one.text else None,
        "gauge": UNDEFINED if one.gauge else None,
        "list": list(one.items),
    }
    return {"id": number, "pia_id": NUMBER, "reference_to": one.question, "data": data, "created_at": at}


def _measure(one: Measure, number: int, language: str, at: str) -> JSON:
    state = say(words.STATES[one.state], language)
    return {
        "id": number,
        "pia_id": NUMBER,
        "title": say(one.title, language),
        "content": str(linebreaks(escape(f"{state[:1].upper()}{state[1:]}. {say(one.what, language)}"))),
        "placeholder": None,
        "created_at": at,
    }
