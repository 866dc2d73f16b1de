"""The site as it is built: whole, in two languages, and asking nothing of anyone."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.reference import source

#: What a browser fetches by itself; a link that a reader may follow is none.
FETCHED = re.compile(r"""<(?:script|img|iframe|source|link)\b[^>]*?\b(?:src|href)=["']?([^"' >]+)|url\(([^)]+)\)""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site strictly, as `make docs` does."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=source.ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def test_no_page_fetches_anything_from_outside(site: Path) -> None:
    found = [
        (page.name, "".join(address))
        for page in [*site.rglob("*.html"), *site.rglob("*.css")]
        for address in FETCHED.findall(page.read_text(encoding="utf-8"))
    ]
    assert len(found) > 100
    assert [pair for pair in found if re.match(r"['\"]?(?:https?:)?//", pair[1])] == []


def test_no_page_needs_the_parts_that_the_theme_would_fetch(site: Path) -> None:
    """The theme's script goes to a CDN for drawings alone."""
    assert [page for page in site.rglob("*.html") if 'class="mermaid"' in page.read_text(encoding="utf-8")] == []


def test_each_language_has_its_reference_in_its_own_words(site: Path) -> None:
    french = (site / "reference" / "refusals.html").read_text(encoding="utf-8")
    assert "la personne s’est opposée." in french
    assert "the person has opposed." in (site / "en" / "reference" / "refusals.html").read_text(encoding="utf-8")
    assert "<!-- reference" not in french
