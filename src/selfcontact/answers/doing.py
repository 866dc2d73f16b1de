"""What was done with a person's data, right by right, as the ledger tells it."""

from collections.abc import Callable, Iterator, Mapping

from selfcontact.answers import words
from selfcontact.answers.blocks import Block, Facts, Item, Reader, Text, texts

Done = Callable[[Reader, Item, str], str]


def effects(r: Reader) -> Iterator[Block]:
    """Say what was done, and what the law still keeps us from doing."""
    done = r.one("effects")
    if not done:
        return
    day = r.day(done["executed_on"])
    for right in texts(done["rights"]):
        if right in SAID:
            yield Text(text=SAID[right](r, done, day))
    if done.get("held"):
        yield Text(text=r.say(
            f"{done['held']} mandat(s) doivent les garder encore, pour une raison que la loi admet ; elles seront "
            "effacées dès que cette raison cesse.",
            f"{done['held']} mandate(s) still have to keep them, for a reason that the law admits; they are erased as "
            "soon as that reason ends.",
        ))  # fmt: skip


def _objection(r: Reader, done: Item, day: str) -> str:
    whom = done["scope"]
    if whom:
        return r.say(
            f"Votre numéro est sur la liste d’opposition depuis le {day}, pour le candidat {whom} : plus aucun de ses "
            "messages ne part vers lui.",
            f"Your number has been on the opposition list since {day}, for the candidate {whom}: none of their "
            "messages leaves for it any more.",
        )
    return r.say(
        f"Votre numéro est sur la liste d’opposition depuis le {day} : plus aucun message ne part vers lui.",
        f"Your number has been on the opposition list since {day}: no message leaves for it any more.",
    )


def _erasure(r: Reader, done: Item, day: str) -> str:
    return r.say(
        f"Le {day}, vos données ont été effacées : {done['erased']} fiche(s). Aucun fichier ne les ramène.",
        f"On {day} your data were erased: {done['erased']} record(s). No file brings them back.",
    )


def _restriction(r: Reader, done: Item, day: str) -> str:
    return r.say(
        f"Le {day}, vos données ont été mises de côté : {done['restricted']} fiche(s). Aucune campagne ne les lit, et "
        "nous vous écrirons avant de les remettre en service.",
        f"On {day} your data were set aside: {done['restricted']} record(s). No campaign reads them, and we will "
        "write to you before they are used again.",
    )


def _rectification(r: Reader, done: Item, day: str) -> str:
    fields = ", ".join(r.word(words.FIELDS, one) for one in texts(done["fields"]))
    return r.say(
        f"Le {day}, vos données ont été corrigées ({fields}) : {done['corrected']} fiche(s). Ceux qui avaient reçu la "
        "donnée fausse en sont avertis.",
        f"On {day} your data were corrected ({fields}): {done['corrected']} record(s). Those who had received the "
        "wrong data are told.",
    )


def _directive(r: Reader, done: Item, day: str) -> str:
    what = r.word(words.DIRECTIVES, done["directive"])
    return r.say(f"Le {day}, c’est inscrit ou fait : {what}.", f"On {day} this was recorded or done: {what}.")


SAID: Mapping[str, Done] = {
    "objection": _objection,
    "erasure": _erasure,
    "restriction": _restriction,
    "rectification": _rectification,
    "directives": _directive,
}


def directives(r: Reader) -> Iterator[Block]:
    """Tell what the person wishes for after their death."""
    for one in r.all("directives"):
        whom = ((r.say("À qui", "To whom"), str(one["named"])),) if one["named"] else ()
        rows = ((r.say("Dit le", "Said on"), r.day(one["stated_on"])), *whom)
        yield Facts(title=r.word(words.DIRECTIVES, one["wish"]), rows=rows)
