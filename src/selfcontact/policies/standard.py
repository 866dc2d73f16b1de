"""The company's own policy, as it came: the text that a first version publishes."""

from importlib.resources import files

from selfcontact.policies.actions import Draft


def draft(note: str = "", english_note: str = "") -> Draft:
    """Return the text of the package, ready to publish; its origin stands in `data/README.md`."""
    return Draft(
        french=_read("policy.fr.md"),
        english=_read("policy.en.md"),
        note=note or "Première version publiée ici.",
        english_note=english_note or ("" if note else "First version published here."),
    )


def _read(name: str) -> str:
    return files("selfcontact.policies").joinpath("data", name).read_text("utf-8")
