"""What stands around a person's data in an answer: who decides, who received them, how long, and what one can do."""

from collections.abc import Iterator, Mapping

from selfcontact.answers import words
from selfcontact.answers.blocks import Block, Facts, Item, Links, Reader, Text, texts


def controllers(r: Reader) -> Iterator[Block]:
    """Name each candidate for whom data are held: they are the controllers."""
    if r.all("controllers"):
        yield Text(text=r.say(
            "Chaque candidat décide de ce traitement pour son élection ; nous agissons sur ses instructions. Il ne "
            "voit jamais qui vous êtes, et n’apprend pas que vous nous avez écrit.",
            "Each candidate decides on this processing for their election; we act on their instructions. They never "
            "see who you are, and do not learn that you wrote to us.",
        ))  # fmt: skip
    for one in r.all("controllers"):
        yield Facts(
            title=str(one["name"]),
            rows=(
                (r.say("Parti", "Party"), str(one["party"] or "–")),
                (r.say("Élection", "Election"), str(one["election"])),
                (r.say("Mandat", "Mandate"), str(one["mandate"])),
                (r.say("Du", "From"), r.day(one["opens_on"])),
                (r.say("Au", "To"), r.day(one["ends_on"])),
            ),
        )


def recipients(r: Reader) -> Iterator[Block]:
    """Name who received data."""
    rows = tuple(
        (str(one["name"]), f"{r.word(words.ROLES, one['role'])} ({one['country']})") for one in r.all("recipients")
    )
    if rows:
        yield Facts(title="", rows=rows)


def retention(r: Reader) -> Iterator[Block]:
    """Say how long each thing is kept."""
    kept = r.one("retention")
    if r.all("controllers"):
        yield Text(text=r.say(
            "À la fin d’un mandat, ses clés sont détruites : vos données de ce mandat deviennent illisibles, copies "
            "comprises, puis sont supprimées.",
            "When a mandate ends its keys are destroyed: your data of that mandate become unreadable, copies included, "
            "and are then dropped.",
        ))  # fmt: skip
    years, days = kept["opposition_years"], kept["request_days"]
    yield Text(text=r.say(
        f"Une opposition est gardée {years} ans, comme une empreinte qui ne se relit pas sans une clé.",
        f"An opposition is kept for {years} years, as a fingerprint that cannot be read back without a key.",
    ))  # fmt: skip
    yield Text(text=r.say(
        f"Ce que vous nous avez écrit est oublié {days} jours après la fin de votre demande. Cette réponse peut être "
        f"ouverte {kept['openings']} fois, pendant {kept['answer_days']} jours, puis elle est détruite : gardez-en une "
        "copie.",
        f"What you wrote to us is forgotten {days} days after the end of your request. This answer can be opened "
        f"{kept['openings']} times, for {kept['answer_days']} days, and is then destroyed: keep a copy.",
    ))  # fmt: skip


def left_out(r: Reader) -> Iterator[Block]:
    """Say what is not in this answer, and why."""
    for one in r.all("left_out"):
        name, _, rank = str(one["section"]).partition(".")
        part = f"{r.word(words.SECTIONS, name)}{f' ({rank})' if rank else ''}"
        yield Facts(title="", rows=((part, str(one["reason"])),))


def next_steps(r: Reader) -> Iterator[Block]:
    """Say what else one can ask for, where to complain, and where to sue (GDPR art. 12(4), 15(1), 77, 79)."""
    house, authority, policy = r.one("house"), r.one("authority"), r.one("policy")
    yield Text(text=r.say(
        f"Vous pouvez à tout moment demander à voir, corriger, effacer, mettre de côté ou emporter vos données, dire "
        f"stop, et retirer votre accord. Écrivez à {house['dpo']}, ou passez par notre site.",
        f"At any time you can ask to see, correct, erase, set aside or take away your data, say stop, and withdraw "
        f"your consent. Write to {house['dpo']}, or use our site.",
    ))  # fmt: skip
    where = ", ".join([str(authority["name"]), *texts(authority["address"])])
    yield Text(text=r.say(
        f"Vous pouvez vous plaindre, sans frais, à l’autorité de contrôle : {where} ; téléphone "
        f"{authority['telephone']} (RGPD, article 77).",
        f"You can complain, free of charge, to the supervisory authority: {where}; telephone "
        f"{authority['telephone']} (GDPR, article 77).",
    ))  # fmt: skip
    yield Text(text=r.say(
        "Vous pouvez aussi saisir un juge : le tribunal judiciaire, au choix celui de notre siège ou celui de votre "
        "résidence (RGPD, article 79). L’un n’empêche pas l’autre.",
        "You can also go to court: in France the tribunal judiciaire, of our seat or of where you live, as you choose "
        "(GDPR, article 79). One does not exclude the other.",
    ))  # fmt: skip
    links = [(r.say("Se plaindre à l’autorité", "Complain to the authority"), str(authority["url"]))]
    if policy:
        said = r.say(
            f"Politique de confidentialité, version {policy['version']}", f"Privacy policy, version {policy['version']}"
        )
        links.append((said, str(policy["url"])))
        links += [_before_you(r, one) for one in (policy.get("before_you"),) if isinstance(one, Mapping)]
    yield Links(rows=tuple(links))
    lines = [str(house["name"]), *texts(house["address"]), str(house["dpo"])]
    yield Facts(title="", rows=((r.say("Qui vous répond", "Who answers you"), ", ".join(lines)),))


def _before_you(r: Reader, version: Item) -> tuple[str, str]:
    number = version["version"]
    said = r.say(
        f"La version que vous aviez sous les yeux en nous écrivant : version {number}",
        f"The version you had before you when you wrote to us: version {number}",
    )
    return said, str(version["url"])
