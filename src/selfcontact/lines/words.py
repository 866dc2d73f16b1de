"""What the house says by itself on every line: neutral, without a candidate, a date or a place."""

from selfcontact.lines.models import Language, Part

FR, EN = Language.FRENCH, Language.ENGLISH
#: {who} is how the house says who it is and {mail} where one writes to its data protection officer.
WORDS: dict[tuple[Part, Language], str] = {
    (Part.NOTICE, FR): (
        "Ce message est diffusé par {who}, pour le compte du candidat. Cet appel n'est pas enregistré. "
        "Votre numéro n'est pas conservé, sauf si vous vous opposez."
    ),
    (Part.NOTICE, EN): (
        "This message is played by {who}, on behalf of the candidate. This call is not recorded. "
        "Your number is not kept, unless you object."
    ),
    (Part.MENU, FR): (
        "Pour réécouter le message, tapez 1. Pour ne plus jamais être contacté, tapez 9. "
        "Pour savoir qui nous sommes et connaître vos droits, tapez 0."
    ),
    (Part.MENU, EN): (
        "To listen to the message again, press 1. Never to be contacted again, press 9. "
        "To know who we are and what your rights are, press 0."
    ),
    (Part.RIGHTS, FR): (
        "{who} traite des données pour le compte du candidat. Vous pouvez demander d'où viennent vos données, "
        "en obtenir une copie, les faire corriger ou effacer, et vous opposer, à tout moment et sans motif. "
        "Écrivez à notre délégué à la protection des données : {mail}. "
        "Vous pouvez aussi vous plaindre à la CNIL, à Paris."
    ),
    (Part.RIGHTS, EN): (
        "{who} processes data on behalf of the candidate. You may ask where your data come from, "
        "have a copy of them, have them corrected or erased, and object, at any time and without a reason. "
        "Write to our data protection officer: {mail}. "
        "You may also complain to the CNIL, the French authority, in Paris."
    ),
    (Part.CONFIRM, FR): "Pour confirmer que vous ne voulez plus être contacté, tapez encore 9. Sinon, tapez 1.",
    (Part.CONFIRM, EN): "To confirm that you do not want to be contacted again, press 9 once more. Otherwise, press 1.",
    (Part.OBJECTED, FR): "C'est fait. Votre numéro ne sera plus contacté. Au revoir.",
    (Part.OBJECTED, EN): "It is done. Your number will not be contacted again. Goodbye.",
    (Part.FAILED, FR): (
        "Nous n'avons pas pu enregistrer votre opposition. Répondez stop à un message que vous avez reçu, "
        "ou écrivez à {mail}."
    ),
    (Part.FAILED, EN): (
        "We could not record your objection. Answer stop to a message that you have received, or write to {mail}."
    ),
    (Part.WITHHELD, FR): (
        "Votre numéro est masqué : nous ne pouvons pas savoir lequel ne plus contacter. "
        "Rappelez sans le masquer, répondez stop à un message que vous avez reçu, ou écrivez à {mail}."
    ),
    (Part.WITHHELD, EN): (
        "Your number is withheld: we cannot know which one not to contact again. "
        "Call again without withholding it, answer stop to a message that you have received, or write to {mail}."
    ),
    (Part.NEUTRAL, FR): (
        "Bonjour. Cette ligne, tenue par {who}, ne diffuse aucun message en ce moment. "
        "Pour ne plus jamais être contacté, tapez 9. Pour connaître vos droits, tapez 0."
    ),
    (Part.NEUTRAL, EN): (
        "Hello. This line, run by {who}, plays no message at the moment. "
        "Never to be contacted again, press 9. To know your rights, press 0."
    ),
    (Part.GOODBYE, FR): "Merci de votre appel. Au revoir.",
    (Part.GOODBYE, EN): "Thank you for calling. Goodbye.",
    (Part.BUSY, FR): "Toutes nos lignes sont occupées. Rappelez dans quelques minutes.",
    (Part.BUSY, EN): "All our lines are busy. Please call again in a few minutes.",
    (Part.SWITCH, FR): "Pour le français, tapez 2.",
    (Part.SWITCH, EN): "For English, press 2.",
}
#: A greeting nobody has recorded: who speaks, on whose behalf, and that it is political, before anything else.
GREETING: dict[Language, str] = {
    FR: "Bonjour. Ceci est une annonce à caractère politique, diffusée pour le compte de {candidate}.",
    EN: "Hello. This is a political advertisement, played on behalf of {candidate}.",
}
HOUSE_PARTS = tuple(dict.fromkeys(part for part, _ in WORDS))


#: Parts that tell which keys there are, and so end with how to change the language when there are two.
WITH_KEYS = (Part.MENU, Part.NEUTRAL)


def said(part: Part, language: Language, *, who: str, mail: str) -> str:
    """Return the words of the house for one part."""
    return WORDS[part, language].format(who=who, mail=_spelled(mail, language))


def greeting(language: Language, *, candidate: str, party: str) -> str:
    """Return the words that introduce a candidate."""
    of = f"{candidate}, {party}" if party else candidate
    return GREETING[language].format(candidate=of)


def _spelled(mail: str, language: Language) -> str:
    """Return an address as it is said aloud."""
    at, dot = (" arobase ", " point ") if language == FR else (" at ", " dot ")
    return mail.replace("@", at).replace(".", dot)
