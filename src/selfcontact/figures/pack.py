"""The pack for the campaign accounts (code électoral, L.52-12): what was ordered, sent and due; no recipient."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fpdf import FPDF

from selfcontact.figures.models import CampaignSheet, Sheet
from selfcontact.lib.csv_cells import harmless
from selfcontact.lib.opendocument import Sheet as Table
from selfcontact.lib.opendocument import workbook
from selfcontact.lib.typeface import ENCODING, printable

PARIS = ZoneInfo("Europe/Paris")
HEAD = (
    "mandat", "campagne", "expéditeur", "texte exact", "destinataires", "approuvée le", "empreinte signée",
    "début", "fin", "messages remis à l’opérateur", "messages reçus", "segments facturés", "prix du segment HT (€)",
    "total HT (€)", "TVA (%)", "total TTC (€)",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A mandate and its campaigns that have started; figures are those that the portal shows."""

    sheet: Sheet
    campaigns: Sequence[CampaignSheet]
    made_at: datetime

    @property
    def gross_cents(self) -> int:
        """Return what is due for all of them, VAT included."""
        return sum(one.gross_cents for one in self.campaigns)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield one row for each campaign, in the order of `HEAD`."""
        for one in self.campaigns:
            yield (
                self.sheet.reference,
                one.reference,
                one.sender_name,
                one.text,
                _audience(one),
                _when(one.approved_at),
                one.content_sha256,
                _when(one.started_at),
                _when(one.ended_at),
                _count(one, "handed_over"),
                _count(one, "delivered"),
                str(one.segments_due),
                _decimal(one.segment_millicents, 100_000, 5),
                _decimal(one.net_cents, 100),
                _decimal(one.vat_permille, 10, 1),
                _decimal(one.gross_cents, 100),
            )


def gather(sheet: Sheet, at: datetime) -> Pack:
    """Return the pack of a mandate as it stands."""
    started = sheet.campaigns.exclude(started_at=None).order_by("started_at", "pk")
    return Pack(sheet=sheet, campaigns=list(started), made_at=at)


def as_csv(pack: Pack) -> bytes:
    """Return the pack as a file for a spreadsheet, in which no cell can be a formula."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows([harmless(value) for value in row] for row in pack.rows())
    return written.getvalue().encode("utf-8-sig")


def as_ods(pack: Pack) -> bytes:
    """Return the pack as a workbook: what was ordered, then the campaigns."""
    tables = [
        Table(name="Mandat", head=("rubrique", "valeur"), rows=list(_order(pack))),
        Table(name="Campagnes", head=HEAD, rows=list(pack.rows())),
    ]
    return workbook(tables, title=_title(pack), language="fr", made_at=pack.made_at)


def as_pdf(pack: Pack) -> bytes:
    """Return the pack as pages to print and file; the same pack gives the same bytes."""
    pdf = FPDF(format="A4")
    pdf.core_fonts_encoding = ENCODING
    pdf.set_creation_date(pack.made_at)
    pdf.set_title(printable(_title(pack)))
    pdf.set_lang("fr")
    pdf.set_auto_page_break(auto=True, margin=18)
    pdf.add_page()
    _heading(pdf, f"Pièces du compte de campagne : mandat {pack.sheet.reference}", 15)
    for name, value in _order(pack):
        _line(pdf, name, value)
    for row in pack.rows():
        _heading(pdf, f"Campagne {row[1]}", 12)
        for name, value in zip(HEAD[2:], row[2:], strict=True):
            _line(pdf, name, value)
    return bytes(pdf.output())


def _title(pack: Pack) -> str:
    return f"Pièces du compte de campagne, mandat {pack.sheet.reference}"


def _order(pack: Pack) -> Iterator[tuple[str, str]]:
    sheet = pack.sheet
    yield "candidat", sheet.candidate
    yield "élection", sheet.election
    yield "mandat", f"du {sheet.opens_on:%d/%m/%Y} au {sheet.ends_on:%d/%m/%Y}"
    for one in sheet.instructions:
        signed = _when(datetime.fromisoformat(one["signed_at"]))
        yield "instruction", f"{one['reference']}, signée par {one['signatory']} le {signed} ({one['document_sha256']})"
    ceiling = "non fixé" if sheet.ceiling_cents is None else f"{_decimal(sheet.ceiling_cents, 100)} € TTC"
    yield "plafond convenu", ceiling
    yield "total", f"{_decimal(pack.gross_cents, 100)} € TTC"
    yield "établi le", _when(pack.made_at)
    yield (
        "à savoir",
        (
            "Aucun destinataire ne figure dans ces pièces. Les nombres de personnes sont arrondis à 5 ; "
            "les segments se comptent par lots entamés, au tarif public du jour de l’envoi."
        ),
    )


def _heading(pdf: FPDF, text: str, size: int) -> None:
    pdf.ln(4)
    pdf.set_font("helvetica", style="B", size=size)
    pdf.multi_cell(0, size * 0.5, printable(text), new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1)


def _line(pdf: FPDF, name: str, value: str) -> None:
    pdf.set_font("helvetica", style="B", size=9)
    pdf.cell(58, 5, printable(name))
    pdf.set_font("helvetica", size=9)
    pdf.multi_cell(0, 5, printable(value) or "-", new_x="LMARGIN", new_y="NEXT")


def _audience(one: CampaignSheet) -> str:
    places = ", ".join(name for _, name in one.area) or "tout le mandat"
    return f"{places}, {one.age_from} à {one.age_to} ans"


def _when(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(PARIS):%d/%m/%Y %H:%M}"


def _count(one: CampaignSheet, name: str) -> str:
    value = one.totals.get(name)
    return "" if value is None else str(value)


def _decimal(value: int, unit: int, digits: int = 2) -> str:
    return f"{value / unit:.{digits}f}".replace(".", ",")
