"""Measure functions and files under the given folders; fail on a function over 50 lines or a file over 400."""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LONGEST_FUNCTION = 50
LONGEST_FILE = 400


def sources(folders: list[str]) -> Iterator[Path]:
    """Yield the Python files under `folders`, migrations and what npm installed left out."""
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.py")):
            if not {"migrations", "node_modules"} & set(path.parts):
                yield path


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield (place, number of lines) for each function of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, FUNCTIONS):
            yield f"{path}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def summary(name: str, lengths: list[int]) -> str:
    """Return one line of figures: how many, median, 90th percentile, longest."""
    ninth = sorted(lengths)[round(0.9 * (len(lengths) - 1))]
    return f"{name}: {len(lengths)}, median {statistics.median(lengths):g}, p90 {ninth}, longest {max(lengths)}"


def main(folders: list[str]) -> int:
    """Print the figures and every excess; return 1 when there is one."""
    paths = list(sources(folders))
    files = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    defined = dict(pair for path in paths for pair in functions(path))
    for name, lengths in (("files", files), ("functions", defined)):
        print(summary(name, [n for n in lengths.values() if n] or [0]))
    excess = [f"{place}: {n} lines, at most {LONGEST_FUNCTION}" for place, n in defined.items() if n > LONGEST_FUNCTION]
    excess += [f"{place}: {n} lines, at most {LONGEST_FILE}" for place, n in files.items() if n > LONGEST_FILE]
    for line in excess:
        print(line)
    return 1 if excess else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
