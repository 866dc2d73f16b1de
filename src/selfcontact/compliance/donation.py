"""FI-08: a message that asks for donations waits for a named human, who has seen the mentions that the law demands."""

from datetime import date

from selfcontact.compliance.text import says
from selfcontact.compliance.verdict import ALLOWED, Held, Verdict

ASKS = Held(
    rule="FI-08",
    fr=(
        "Le texte appelle aux dons : la page à laquelle il mène doit nommer le candidat, son mandataire et la date "
        "de sa déclaration, dire que les dons passent par lui seul, et reproduire les articles L.52-8 et L.113-1."
    ),
    en=(
        "The text asks for donations: the page it leads to has to name the candidate and the financial agent, with the "
        "date of declaration, say that gifts pass through the agent alone, and reproduce articles L.52-8 and L.113-1."
    ),
    source="Code électoral, articles L.52-8, L.52-9 et L.113-1",
)


def check(text: str, on: date) -> Verdict:
    """Hold a text with one of the words of the table, whole, case and accents aside."""
    return ASKS if says(text, "donations.csv", on) else ALLOWED
