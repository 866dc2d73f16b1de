"""What each part of an answer says, in sentences for somebody who is no lawyer."""

from collections.abc import Callable, Iterator

from selfcontact.answers import words
from selfcontact.answers.blocks import Block, Facts, Item, Reader, Text, item, items, texts
from selfcontact.answers.doing import directives, effects
from selfcontact.answers.surrounding import controllers, left_out, next_steps, recipients, retention
from selfcontact.answers.words import Said
from selfcontact.ledger.leaf import JSON


def decision(r: Reader) -> Iterator[Block]:
    """Say what was asked and what was decided."""
    decided = r.one("decision")
    asked = _rights(r, decided.get("rights"))
    laws = [words.LAWS[code] for code in texts(decided.get("rights")) if code in words.LAWS]
    day = r.day(r.document["received_on"])
    yield Text(text=r.say(
        f"Vous nous avez écrit le {day}. Vous demandez : {asked} ({' ; '.join(laws)}).",
        f"You wrote to us on {day}. You ask for: {asked} ({'; '.join(laws)}).",
    ))  # fmt: skip
    if decided.get("ground"):
        yield Text(text=r.say("Nous ne pouvons pas y répondre favorablement.", "We cannot do what you ask."))
        yield Text(text=r.word(words.GROUNDS, decided["ground"]))
    elif items(decided["refused"]):
        yield Text(text=r.say("Votre demande est acceptée, sauf :", "Your request is granted, except:"))
        rows = [
            (r.word(words.RIGHTS, one["right"]), r.word(words.GROUNDS, one["ground"]))
            for one in items(decided["refused"])
        ]
        yield Facts(title="", rows=tuple(rows))
    else:
        yield Text(text=r.say("Votre demande est acceptée.", "Your request is granted."))
    if decided["outcome"] != "granted":
        yield Text(text=r.say(
            "Vous pouvez contester ce refus : voyez « Vos droits, l’autorité et le juge », plus bas.",
            "You can contest this refusal: see “Your rights, the authority and the courts”, below.",
        ))  # fmt: skip


def searched(r: Reader) -> Iterator[Block]:
    """Confirm that data are held, or that none are (GDPR art. 15(1))."""
    found = r.one("searched")
    if not found:
        return
    day = r.day(found["on"])
    yield Text(text=r.say(
        f"Le {day}, nous avons cherché le numéro {found['number']} dans tous nos mandats en cours "
        f"({found['mandates']}) et sur la liste d’opposition. Nous ne connaissons les personnes que par leur numéro.",
        f"On {day} we searched for the number {found['number']} in all our live mandates ({found['mandates']}) and "
        "on the opposition list. We know people by their number alone.",
    ))  # fmt: skip
    held = r.say("Oui, nous avons des données sur vous.", "Yes, we hold data about you.")
    nothing = r.say("Non, nous n’avons rien sur vous.", "No, we hold nothing about you.")
    yield Text(text=held if found.get("held") else nothing)


def contacts(r: Reader) -> Iterator[Block]:
    """Give the copy, and where it comes from."""
    if r.document.get("copied") and r.one("effects").get("erased"):
        yield Text(text=r.say(
            "Cette copie a été prise avant l’effacement que vous avez aussi demandé.",
            "This copy was taken before the erasure that you asked for as well.",
        ))  # fmt: skip
    for one in r.all("contacts"):
        yield Facts(
            title=r.say(f"Pour le candidat {one['controller']}", f"For the candidate {one['controller']}"),
            rows=(*_data(r, item(one["data"])), *_source(r, one)),
        )


def _data(r: Reader, data: Item) -> Iterator[tuple[str, str]]:
    yield r.say("Nom", "Surname"), str(data["surname"])
    yield r.say("Prénom", "First name"), str(data["first_name"])
    yield r.say("Adresse", "Address"), str(data["address"])
    yield r.say("Commune", "Town"), f"{data['postcode']} {data['commune']}"
    yield r.say("Numéro", "Number"), str(data["number"])
    yield r.say("Âge", "Age"), str(data["age"])


def _source(r: Reader, one: Item) -> Iterator[tuple[str, str]]:
    source = item(one["source"])
    provider, agreement, delivery = (item(source[name]) for name in ("provider", "agreement", "delivery"))
    yield r.say("D’où elles viennent", "Where they come from"), f"{provider['name']} ({provider['country']})"
    yield (
        r.say("Contrat avec ce fournisseur", "Contract with this provider"),
        f"{agreement['reference']}, {r.day(agreement['signed_on'])}",
    )
    yield r.say("Fichier reçu", "File received"), f"{delivery['reference']}, {r.day(delivery['received_on'])}"
    yield r.say("Date de votre accord", "Date of your consent"), r.day(source["consented_on"])
    form = item(source["form"])
    if form:
        yield r.say("Formulaire", "Form"), f"{form['code']} (SHA-256 {form['sha256']})"
        yield r.say("Texte que vous avez accepté", "Wording that you agreed to"), str(form["wording"])
        yield r.say("À quoi elles servent", "What they are for"), _codes(r, form["purposes"])
        yield r.say("Par quelles voies", "By which channels"), _codes(r, form["channels"])
        yield r.say("Destinataires annoncés", "Recipients announced"), str(form["recipients"])
    aside = r.say("oui, aucune campagne ne les lit", "yes, no campaign reads them")
    yield r.say("Mises de côté", "Set aside"), aside if one.get("restricted") else r.say("non", "no")
    yield r.say("Gardées jusqu’au", "Kept until"), r.day(one["until"])


def _codes(r: Reader, codes: object) -> str:
    return ", ".join(r.word(words.PURPOSES, code) for code in texts(codes if isinstance(codes, list) else []))


def messages(r: Reader) -> Iterator[Block]:
    """Tell every message that was planned or sent."""
    if r.all("messages"):
        yield Text(text=r.say(
            "Le texte est celui que le candidat a signé ; vos nom, prénom et commune y prenaient leur place au moment "
            "de l’envoi. Le texte ainsi complété n’est gardé nulle part.",
            "The text is the one that the candidate signed; your surname, first name and town took their place as it "
            "left. The text so completed is kept nowhere.",
        ))  # fmt: skip
    for one in r.all("messages"):
        yield Facts(title=f"{one['sender_name']} · {r.day(one['at'])}", rows=tuple(_message(r, one)))


def _message(r: Reader, one: Item) -> Iterator[tuple[str, str]]:
    yield r.say("Candidat", "Candidate"), str(one["controller"])
    yield r.say("Campagne", "Campaign"), str(one["campaign"])
    yield r.say("Texte", "Text"), str(one["text"])
    yield r.say("Signé par le candidat le", "Signed by the candidate on"), r.day(one["approved_on"])
    yield r.say("Ce qu’il est devenu", "What became of it"), r.word(words.OUTCOMES, one["outcome"])
    if one.get("received_at"):
        yield r.say("Reçu le", "Received on"), r.day(one["received_at"])
    if one.get("stopped_at"):
        yield r.say("Vous avez répondu STOP le", "You answered STOP on"), r.day(one["stopped_at"])
    if asked := item(one.get("invitation")):
        yield from _invitation(r, asked)
    if one.get("carrier"):
        yield r.say("Opérateur", "Carrier"), str(one["carrier"])
    if one.get("policy"):
        said = r.say("Politique de confidentialité d’alors", "Privacy policy at that time")
        yield said, f"{r.say('version', 'version')} {one['policy']}"


def _invitation(r: Reader, asked: Item) -> Iterator[tuple[str, str]]:
    yield (
        r.say("Ce que vous avez répondu à l’invitation", "What you answered to the invitation"),
        r.word(words.INVITED, asked["answer"]),
    )
    if asked.get("agreed_at"):
        yield r.say("Votre oui, le", "Your yes, on"), r.day(asked["agreed_at"])
    if asked.get("refused_at"):
        yield r.say("Votre non, le", "Your no, on"), r.day(asked["refused_at"])


def replies(r: Reader) -> Iterator[Block]:
    """Give what the person answered."""
    for one in r.all("replies"):
        yield Facts(title=r.day(one["at"]), rows=((r.say("Vous avez répondu", "You answered"), str(one["text"])),))


def tests(r: Reader) -> Iterator[Block]:
    """Tell the tests that a candidate's team made with the number."""
    rows = tuple(
        (r.day(one["at"]), f"{r.word(words.TESTS, one['what'])} · {one['controller']}") for one in r.all("tests")
    )
    if rows:
        yield Facts(title="", rows=rows)


def oppositions(r: Reader) -> Iterator[Block]:
    """Tell what the opposition list has of the number."""
    for one in r.all("oppositions"):
        scope = one["scope"] or r.say("tous les candidats", "every candidate")
        yield Facts(
            title=r.word(words.OPPOSITIONS, one["kind"]),
            rows=(
                (r.say("Pour", "For"), str(scope)),
                (r.say("Dit par", "Said by"), r.word(words.CHANNELS, one["channel"])),
                (r.say("Mois", "Month"), str(one["month"])),
                (r.say("Gardée jusqu’au", "Kept until"), r.day(one["until"])),
            ),
        )


def requests(r: Reader) -> Iterator[Block]:
    """Tell the requests that were made for this number."""
    rows = tuple(
        (
            f"{one['reference']} · {r.day(one['received_on'])}",
            f"{_rights(r, one['rights'])} ({r.word(words.STATES, one['state'])})",
        )
        for one in r.all("requests")
    )
    if rows:
        yield Facts(title="", rows=rows)


def _rights(r: Reader, codes: JSON) -> str:
    return ", ".join(r.word(words.RIGHTS, code) for code in texts(codes))


def portable(r: Reader) -> Iterator[Block]:
    """Say what can be taken away."""
    part = r.one("portable")
    if not part:
        return
    count = len(items(part["people"]))
    yield Text(text=r.say(
        f"Ce que vous avez fourni ({count} fiche(s)) est dans les fichiers JSON et CSV joints, faits pour être lus par "
        "une machine.",
        f"What you provided ({count} record(s)) is in the JSON and CSV files attached, made to be read by a machine.",
    ))  # fmt: skip
    for one in items(part["people"]):
        names = ("surname", "first_name", "address", "number", "age")
        yield Facts(title=str(one["controller"]), rows=tuple((_name(r, name), str(one[name])) for name in names))


def _name(r: Reader, name: str) -> str:
    said = {
        "surname": Said("Nom", "Surname"),
        "first_name": Said("Prénom", "First name"),
        "address": Said("Adresse", "Address"),
        "number": Said("Numéro", "Number"),
        "age": Said("Âge", "Age"),
    }
    return r.word(said, name)


Tell = Callable[[Reader], Iterator[Block]]
PARTS: tuple[tuple[str, Said, Tell], ...] = (
    ("decision", Said("Notre réponse", "Our answer"), decision),
    ("searched", Said("Avons-nous des données sur vous ?", "Do we hold data about you?"), searched),
    ("effects", Said("Ce que nous avons fait", "What we did"), effects),
    ("contacts", Said("Vos données, et d’où elles viennent", "Your data, and where they come from"), contacts),
    ("messages", Said("Les messages", "The messages"), messages),
    ("replies", Said("Vos réponses", "Your replies"), replies),
    ("tests", Said("Les essais", "The tests"), tests),
    ("oppositions", Said("La liste d’opposition", "The opposition list"), oppositions),
    ("requests", Said("Vos demandes", "Your requests"), requests),
    ("directives", Said("Ce que vous voulez pour après votre mort", "What you want for after your death"), directives),
    ("portable", Said("Vos données à emporter", "Your data to take away"), portable),
    ("controllers", Said("Qui décide de ce traitement", "Who decides on this processing"), controllers),
    ("recipients", Said("À qui elles sont passées", "Who received them"), recipients),
    ("retention", Said("Combien de temps", "For how long"), retention),
    ("left_out", Said("Ce que nous avons écarté", "What we left out"), left_out),
    ("rights", Said("Vos droits, l’autorité et le juge", "Your rights, the authority and the courts"), next_steps),
)
