"""What tests of the intake begin with."""

from pathlib import Path

import pytest
from tests.intake.world import TERMS, Judged, People, Register, judge, make_register

from selfcontact.intake.verdicts import Terms


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def judged(tmp_path: Path) -> Judged:
    """Return what gives the code of each record of a file, None for accepted; duplicates are not looked for."""

    def verdicts(content: str | bytes, terms: Terms = TERMS, size: int = 1 << 20) -> list[str | None]:
        path = tmp_path / "file.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return judge(path, terms, size)

    return verdicts


@pytest.fixture
def register(database: str, tmp_path: Path) -> Register:
    place = tmp_path / "files"
    place.mkdir()
    return make_register(place)
