"""One whole answer of an invented person, with any value changed."""

import json
from typing import Any

from selfcontact.answers import document as documents


def document(
    *, surname: str = "Exemple", address: str = "1 rue du Test", number: str = "+33639980000", text: str = "STOP"
) -> dict[str, Any]:
    """Return a document that the schema admits."""
    day, instant, sha = "2027-03-15", "2027-03-15T10:00:00+01:00", "0" * 64
    made: dict[str, Any] = {
        "format": documents.FORMAT, "language": "fr", "reference": "d-0123456789", "received_on": day,
        "prepared_at": instant, "house": {"name": "Maison", "address": ["1 rue", "Rennes"], "dpo": "dpo@example.org"},
        "decision": {"rights": ["access"], "outcome": "granted", "ground": None, "refused": []},
        "searched": {"number": number, "on": day, "mandates": 1, "held": True}, "copied": True,
        "contacts": [{
            "mandate": "M", "controller": "Camille Fiction", "restricted": False, "until": day,
            "data": {"surname": surname, "first_name": "Zoé", "address": address, "number": number, "age": 40,
                     "postcode": "35000", "commune": "Rennes"},
            "source": {
                "provider": {"name": "Fichiers Fiction", "country": "FR"},
                "agreement": {"reference": "A", "signed_on": day},
                "form": {"code": "F1", "wording": "J’accepte", "sha256": sha, "used_from": day,
                         "purposes": ["political"], "channels": ["sms"], "recipients": "candidats"},
                "consented_on": day, "delivery": {"reference": "L", "received_on": day, "file_sha256": sha},
            },
        }],
        "messages": [], "replies": [{"mandate": "M", "campaign": "K", "at": instant, "text": text}], "tests": [],
        "oppositions": [], "requests": [], "directives": [], "portable": None, "recipients": [], "effects": None,
        "controllers": [{"name": "Camille Fiction", "party": "", "election": "e", "mandate": "M", "opens_on": day,
                         "ends_on": day}],
        "retention": {"opposition_years": 3, "request_days": 90, "answer_days": 14, "openings": 3}, "policy": None,
        "authority": {"name": "CNIL", "address": ["Paris"], "url": "https://www.cnil.fr", "telephone": "01"},
        "left_out": [],
    }  # fmt: skip
    json.dumps(made)
    return made
