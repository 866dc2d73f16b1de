"""What the interface says and hears, object by object. Never a person: a mandate's contacts are counted, not shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from selfcontact.campaigns.models import Campaign as Kept
from selfcontact.web.api.fields import (
    Age,
    AreaItem,
    CampaignKind,
    CampaignState,
    Column,
    ColumnField,
    Day,
    Delimiter,
    DeliveryState,
    Encoding,
    Flag,
    Grounds,
    Instant,
    MandateState,
    Order,
    Reference,
    RouteKind,
    SenderName,
    Text,
    UploadState,
)


class Shape(BaseModel):
    """A field that the document does not name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProblemError(Shape):
    at: str = Field(description=_("La place de la valeur, « body.age_from »."))
    code: str
    detail: str


class Problem(Shape):
    type: str = Field(description=_("« urn:selfcontact:problem: » suivi du code."))
    title: str = Field(description=_("La phrase, dans la langue demandée par Accept-Language (fr, en)."))
    status: int
    code: str
    detail: str | None = Field(default=None, description=_("Ce qui aide à y remédier."))
    errors: list[ProblemError] | None = None


class Token(Shape):
    prefix: str
    name: str
    scopes: list[str] = Field(description=_("Ce que le jeton peut faire, les rôles actuels du titulaire compris."))
    expires_at: datetime


class Mandate(Shape):
    id: UUID
    reference: str
    candidate: str
    election: str
    area: list[str]
    opens_on: date
    ends_on: date
    state: MandateState


class Mandates(Shape):
    items: list[Mandate]
    next: str | None


class Agreement(Shape):
    id: UUID
    reference: str
    provider: str
    signed_on: date
    starts_on: date
    ends_on: date
    forms: list[str] = Field(description=_("Les codes de ses formulaires de consentement."))


class Agreements(Shape):
    items: list[Agreement]
    next: str | None


class Route(Shape):
    id: UUID
    reference: str
    subprocessor: str
    kind: RouteKind
    enabled: bool
    sender_names: list[str]
    stop_code: str
    segments_per_second: int
    price_millicents: int = Field(description=_("Prix d’un segment, en millièmes de centime."))


class Routes(Shape):
    items: list[Route]
    next: str | None


class Audience(Shape):
    numbers: int | None = Field(description=_("Numéros distincts, avant les oppositions ; rien au-dessous de 11."))


class Delivery(Shape):
    id: UUID
    reference: str
    mandate: str
    agreement: str
    state: DeliveryState
    received_on: date
    synthetic: bool
    file_sha256: str
    file_bytes: int
    lines: int
    accepted: int
    repaired: int
    refused: dict[str, int] = Field(description=_("Lignes refusées, par code."))
    dropped_columns: list[str]
    hold_reason: str
    published_at: datetime | None


class Deliveries(Shape):
    items: list[Delivery]
    next: str | None


class NewUpload(Shape):
    mandate: Reference
    agreement: Reference
    length: Annotated[int, Field(strict=True, ge=1, le=2**53 - 1, description=_("Octets du fichier."))]
    synthetic: Flag = Field(default=False, description=_("Personnes inventées : l’opérateur simulé seul y écrit."))


class Failure(Shape):
    code: str
    title: str


class Upload(Shape):
    id: UUID
    reference: str = Field(description=_("Celle de la livraison qui en naîtra."))
    mandate: str
    agreement: str
    state: UploadState
    synthetic: bool
    length: int
    offset: int = Field(description=_("Octets reçus et gardés : le prochain morceau commence là."))
    percent: int = Field(description=_("Part du fichier déjà chargée."))
    lines: int = Field(description=_("Lignes jugées."))
    expires_at: datetime | None = Field(description=_("Sans suite d’ici là, ce qui est reçu est détruit."))
    failure: Failure | None
    delivery: str | None = Field(description=_("La livraison, une fois le chargement fini."))


class Uploads(Shape):
    items: list[Upload]
    next: str | None


class Choices(Shape):
    encoding: Encoding | None = Field(default=None, description=_("Absent : comme détecté."))
    delimiter: Delimiter | None = Field(default=None, description=_("Absent : comme détecté."))
    header: Flag | None = Field(default=None, description=_("Vrai si la première ligne nomme les colonnes."))
    order: Order | None = Field(default=None, description=_("Ordre du jour et du mois. Absent : comme détecté."))
    columns: Annotated[dict[Column, ColumnField], Field(max_length=500)] | None = Field(
        default=None,
        description=_("Nom de colonne vers champ ; les autres sont ignorées. Absent : comme reconnues ou retenues."),
    )
    form: Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=63)] = Field(
        default="", description=_("Le code du formulaire de consentement des lignes qui n’en nomment aucun.")
    )
    received_on: Day | None = Field(default=None, description=_("Jour où le fournisseur a livré. Absent : ce jour."))


class Confirmation(Choices):
    remember: Flag = Field(default=False, description=_("Retenir les colonnes pour ce fournisseur."))


class Preview(Shape):
    encoding: str
    delimiter: str
    header: bool = Field(description=_("La première ligne nomme les colonnes."))
    order: str
    fields: list[str] = Field(description=_("Les champs que portent ses colonnes."))
    missing: list[str] = Field(description=_("Ceux sans lesquels rien ne se charge."))
    dropped: int = Field(description=_("Colonnes qui ne sont jamais lues."))
    special: list[str] = Field(
        description=_("Catégories particulières de données soupçonnées : le délégué en décide après le chargement.")
    )
    remarks: dict[str, int]
    sampled: int = Field(description=_("Lignes regardées."))
    verdicts: dict[str, int] = Field(description=_("Ces lignes, par verdict."))


class RefusedLine(Shape):
    line: int = Field(description=_("Numéro de ligne, tel qu’un tableur le compte."))
    code: str


class RefusedLines(Shape):
    items: list[RefusedLine]
    next: int | None


class NewCampaign(Shape):
    reference: Reference
    mandate: Reference
    route: Reference
    text: Text = Field(
        description=_("Champs {prenom}, {nom}, {commune} ; y figurent « Pub. politique », {notice} (le lien) et STOP.")
    )
    sender_name: SenderName
    area: Annotated[list[AreaItem], Field(max_length=500, description=_("Vide : tout le mandat."))] = []
    age_from: Age = 18
    age_to: Age = 120
    earliest: Instant
    latest: Instant = Field(description=_("Rien ne part ni n’arrive après."))
    kind: CampaignKind = Field(
        default=Kept.Kind.ORDINARY,
        description=_("« invitation » ne demande qu’un accord ; une campagne ne change jamais de genre."),
    )


class CampaignChanges(Shape):
    text: Text | None = None
    sender_name: SenderName | None = None
    area: Annotated[list[AreaItem], Field(max_length=500)] | None = None
    age_from: Age | None = None
    age_to: Age | None = None
    earliest: Instant | None = None
    latest: Instant | None = None

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"minProperties": 1})

    @model_validator(mode="after")
    def _something(self) -> "CampaignChanges":
        if not self.model_fields_set:
            raise ValueError("nothing to change")
        return self


class Stop(Shape):
    grounds: Grounds = Field(description=_("Le motif, gardé au journal ; sans rien qui nomme une personne."))


class CampaignLine(Shape):
    id: UUID
    reference: str
    mandate: str
    route: str
    kind: CampaignKind
    state: CampaignState
    earliest: datetime
    latest: datetime
    selected: int = Field(description=_("Messages de l’audience figée ; 0 avant le départ."))
    started_at: datetime | None
    ended_at: datetime | None


class Campaigns(Shape):
    items: list[CampaignLine]
    next: str | None


class Campaign(CampaignLine):
    text: str
    sender_name: str
    area: list[str]
    age_from: int
    age_to: int
    content_sha256: str = Field(description=_("L’empreinte de ce que le candidat signe : texte, audience et créneau."))
    approved: bool = Field(description=_("Le candidat a signé exactement ce contenu."))


class Objection(Shape):
    rule: str
    held: bool = Field(description=_("Vrai si un humain peut encore en décider."))
    reason: str
    source: str


class Check(Shape):
    objections: list[Objection] = Field(description=_("Vide : rien ne s’oppose au départ."))
    numbers: int | None = Field(description=_("Numéros distincts, avant les oppositions ; rien au-dessous de 11."))
    encoding: str
    segments_at_worst: int
    characters_that_force_ucs2: list[str]
    price_millicents: int | None = Field(description=_("Au pire, en millièmes de centime ; rien sans le nombre."))
    text_as_sent: str
    content_sha256: str
    approved: bool


class Figures(Shape):
    selected: int = Field(
        description=_("La somme de handed_over, refused, opposed, expired, failed, unknown et pending.")
    )
    handed_over: int
    refused: int
    opposed: int
    expired: int
    failed: int
    unknown: int
    pending: int
    delivered: int = Field(description=_("Dont l’opérateur dit qu’un téléphone les a reçus."))


class Balance(Figures):
    reasons: dict[str, int] = Field(description=_("Refus et échecs par cause, « refused:8.1 »."))
    delivery: dict[str, int] = Field(description=_("Messages par dernier état d’accusé."))
    closes: bool = Field(description=_("Les comptes tombent juste."))


class CampaignFigures(Shape):
    reference: str
    mandate: str
    state: CampaignState
    started_at: datetime | None
    ended_at: datetime | None
    figures: Figures


class CampaignsFigures(Shape):
    items: list[CampaignFigures]
    next: str | None


class MandateFigures(Shape):
    mandate: str
    campaigns: int
    figures: Figures
