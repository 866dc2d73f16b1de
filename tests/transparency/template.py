"""What the European template asks of each line, checked on a notice as it was given out, not as it was written."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

#: What has to be found in each line, in French and in English.
ASKED: Mapping[int, tuple[str, str]] = {
    1: (r"Nom : .+Courriel : \S+@\S+.+Adresse postale : .+Établissement : [A-Z]{2}.+immatriculation : ", r"Name: .+"),
    2: (r".+", r".+"),
    3: (r".+", r".+"),
    4: (r"^Du \d+ \w+ \d{4} au \d+ \w+ \d{4}$", r"^From \w+ \d+, \d{4} to |^From \d+ \w+ \d{4} to "),
    5: (r"\d,\d\d € TTC.*avantage", r"€[\d,]+\.\d\d with VAT.*benefit"),
    6: (r"\d,\d\d € TTC.*pour tous les messages", r"€[\d,]+\.\d\d with VAT.*all the messages"),
    7: (r"(privé|public).*Union|(privé|public).*extérieur", r"(private|public).*Union"),
    8: (r"[Tt]arif public.*hors taxes.*TVA \d", r"[Pp]ublic tariff.*without VAT.*VAT \d"),
    9: (r"\w+-\d{4} : premier tour", r"\w+-\d{4}: first round"),
    10: (r"^https://", r"^https://"),
    11: (r"répertoire|https://", r"repository|https://"),
    12: (r"\S+@\S+|https?://", r"\S+@\S+|https?://"),
    13: (r"Aucune|arrêtée le \d", r"None|stopped on"),
    14: (r"^Oui|^Non", r"^Yes|^No"),
    15: (r"Analyse.*paramètres.*Catégories.*But et logique.*personnes : .*Interactions.*https?://", r"Analysis.*Aim"),
    16: (r"STOP.*https?://.*@.*https://", r"STOP.*https?://"),
}


def faults(given_out: bytes) -> list[str]:
    """Return what is wrong with a notice given out as JSON; nothing when it keeps to the template."""
    said: dict[str, Any] = json.loads(given_out)
    numbers = [line["number"] for line in said["lines"]]
    found = [] if numbers == sorted(ASKED) else [f"lines {numbers}"]
    for line in said["lines"]:
        for language, pattern in zip(("fr", "en"), ASKED[line["number"]], strict=True):
            value = " ".join(line["value"][language])
            if not line["name"][language] or not re.search(pattern, value, re.DOTALL):
                found.append(f"{line['number']} {language}: {value}")
    return found


def sha256(given_out: bytes) -> str:
    """Return the hash that whoever read it computes."""
    return hashlib.sha256(given_out).hexdigest()
