"""The thermometer of `make check`."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "tools" / "thermometer.py"


def measured(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the thermometer on a folder."""
    return subprocess.run([sys.executable, SCRIPT, folder], check=False, capture_output=True, text=True)


@pytest.mark.parametrize(("lines", "status"), [(50, 0), (51, 1)])
def test_a_function_has_at_most_fifty_lines(tmp_path: Path, lines: int, status: int) -> None:
    (tmp_path / "long.py").write_text("def f():\n" + "    pass\n" * (lines - 1))
    done = measured(tmp_path)
    assert done.returncode == status
    assert ("long.py:1 f: 51 lines" in done.stdout) == bool(status)


@pytest.mark.parametrize(("folder", "status"), [("domain", 1), ("migrations", 0)])
def test_a_file_has_at_most_four_hundred_lines_unless_django_wrote_it(tmp_path: Path, folder: str, status: int) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "long.py").write_text("pass\n" * 401)
    (tmp_path / "short.py").write_text("pass\n")
    assert measured(tmp_path).returncode == status
