"""An office suite that somebody else wrote: it opens what we draw and prints it, without a window or a network."""

import subprocess
from pathlib import Path

from pypdf import PdfReader

#: How a file is read that does not say so itself. For CSV what a person would choose when asked: semicolons, double
#: quotes, UTF-8, from the first line. A page goes to Writer: the suite's own viewer of pages prints the first paragraph
#: of any page, "<p>a</p><p>b</p>" included, as an empty sheet when it has no window (7.4).
FILTERS = {".csv": "Text - txt - csv (StarCalc):59,34,76,1", ".html": "HTML (StarWriter)"}
SUITE = ("soffice", "--headless", "--norestore")
TARGETS = {".html": "pdf:writer_pdf_Export"}


def printed(file: Path, home: Path) -> list[str]:
    """Return the text of each page that LibreOffice prints of a file; `home` is a profile that is thrown away."""
    options = [f"--infilter={FILTERS[file.suffix]}"] if file.suffix in FILTERS else []
    target = ["--convert-to", TARGETS.get(file.suffix, "pdf")]
    out = home / "printed"
    subprocess.run(
        [*SUITE, f"-env:UserInstallation=file://{home}/profile", *options, *target, "--outdir", str(out), str(file)],
        check=True,
        capture_output=True,
        timeout=120,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )
    return pages((out / file.with_suffix(".pdf").name).read_bytes(), out)


def pages(pdf: bytes, folder: Path) -> list[str]:
    """Return the text of each page of a PDF."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "read.pdf"
    kept.write_bytes(pdf)
    with kept.open("rb") as file:
        return [page.extract_text() for page in PdfReader(file).pages]
