"""The table of contents of the command line."""

import typer

from selfcontact.cli import (
    audits,
    bench,
    breaches,
    campaigns,
    candidates,
    carrier,
    certificates,
    contacts,
    database,
    demo,
    desk,
    figures,
    intake,
    integrations,
    ledger,
    mailbox,
    mandates,
    notices,
    opposition,
    policies,
    processing,
    providers,
    request_rights,
    requests,
    rules,
    run,
    subprocessors,
    team,
    transparency,
    trunks,
    users,
    voice,
    voice_edge,
)


def attach(app: typer.Typer) -> None:
    """Add every noun, then the long processes."""
    app.add_typer(providers.provider, name="provider")
    app.add_typer(providers.agreement, name="agreement")
    app.add_typer(providers.form, name="form")
    app.add_typer(candidates.candidate, name="candidate")
    app.add_typer(mandates.mandate, name="mandate")
    app.add_typer(mandates.instruction, name="instruction")
    app.add_typer(transparency.sponsor, name="sponsor")
    app.add_typer(transparency.transparency, name="transparency")
    app.add_typer(subprocessors.subprocessor, name="subprocessor")
    app.add_typer(subprocessors.route, name="route")
    app.add_typer(trunks.trunk, name="trunk")
    voice.voice.command("edge")(voice_edge.edge)
    app.add_typer(voice.voice, name="voice")
    app.add_typer(intake.app, name="intake")
    app.add_typer(audits.audit, name="audit")
    app.add_typer(contacts.contact, name="contact")
    app.add_typer(team.team, name="team")
    app.add_typer(campaigns.audience, name="audience")
    app.add_typer(campaigns.campaign, name="campaign")
    app.add_typer(figures.figures, name="figures")
    requests.request.add_typer(request_rights.rights)
    requests.request.add_typer(desk.desk)
    app.add_typer(requests.request, name="request")
    app.add_typer(mailbox.mailbox, name="mailbox")
    app.add_typer(opposition.opposition, name="opposition")
    app.add_typer(policies.policy, name="policy")
    app.add_typer(processing.processing, name="processing")
    app.add_typer(breaches.breach, name="breach")
    app.add_typer(notices.notice, name="notice")
    app.add_typer(notices.template, name="template")
    app.add_typer(rules.rules, name="rules")
    app.add_typer(certificates.certificate, name="certificate")
    app.add_typer(ledger.app, name="ledger")
    app.add_typer(database.database, name="database")
    app.add_typer(users.user, name="user")
    app.add_typer(integrations.token, name="token")
    app.add_typer(integrations.webhook, name="webhook")
    app.add_typer(integrations.api, name="api")
    app.add_typer(bench.app, name="bench")
    demo.attach(app)
    carrier.attach(app)
    run.attach(app)
