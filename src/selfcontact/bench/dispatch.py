"""Sending end to end, beside a bare client on the same simulated carrier, in one run."""

import time
from datetime import date

from django.db import connection

from selfcontact.bench import bare, place
from selfcontact.campaigns.models import Campaign
from selfcontact.demo import people, processes, story
from selfcontact.demo.cast import Cast
from selfcontact.geo import areas

LOOK = 0.2
PATIENCE = 900


def measure(*, messages: int, seed: int) -> dict[str, object]:
    """Return messages per second from the start to the last receipt stored, and where the processors' time went."""
    home = place.prepare()
    with processes.carrier(home, ["--seed", str(seed), "--receipts-within", "0.05"]) as port:
        told = story.begin(home, rows=messages, seed=seed, port=port, tell=lambda *_: None)
        cast = story.papers(told)
        path = home / "file.csv"
        inside = areas.parse(cast.mandate.area).communes
        people.write_file(
            path, rows=told.rows, seed=seed, kind="bench", delivered_on=date(2027, 3, 9), inside=inside, clean=True
        )
        story.load(told, cast, path)
        found = _send(told, cast)
        bare_rate = bare.rate(port=port, messages=min(messages, 50_000))
    rate = found.pop("rate")
    return {
        "messages_per_s": round(rate),
        "bare_client_messages_per_s": round(bare_rate),
        "ratio": round(rate / bare_rate, 3),
        **found,
    }


def _send(told: story.Story, cast: Cast) -> dict[str, float]:
    with processes.process("sender", log=told.place / "sender.log"):
        running = story.campaign(told, cast, reference="bench", text=story.FIRST_TEXT)
        wal, spent = _wal(), _spent()
        deadline = time.monotonic() + PATIENCE
        while not _done(running) and time.monotonic() < deadline:
            time.sleep(LOOK)
        used = {name: (value - spent[name]) * 1e6 / running.selected for name, value in _spent().items()}
        written = (_wal() - wal) / running.selected
        seconds = _seconds(running)
    micro = {f"cpu_us_per_message_{name}": round(value, 1) for name, value in used.items()}
    return {
        "rate": running.selected / seconds,
        "messages": running.selected,
        "wal_bytes_per_message": round(written),
    } | micro


def _done(running: Campaign) -> bool:
    running.refresh_from_db()
    return running.state == Campaign.State.FINISHED and story.receipts_settled(running, 0)


def _seconds(running: Campaign) -> float:
    """Return the time from the first claim to the last receipt stored, both told by the sender's clock."""
    question = """
        SELECT extract(epoch FROM (SELECT max(received_at) FROM campaigns_receipt
                                   WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s) - min(claimed_at))
        FROM campaigns_block WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s
    """
    with connection.cursor() as cursor:
        cursor.execute(question, {"mandate": running.mandate_id, "campaign": running.pk})
        return float((cursor.fetchone() or (0,))[0])


def _wal() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn() - '0/0'")
        return int((cursor.fetchone() or (0,))[0])


def _spent() -> dict[str, float]:
    return {
        "sender": place.processor_seconds(lambda command: "selfcontact sender" in command),
        "carrier": place.processor_seconds(lambda command: "selfcontact carrier" in command),
        "postgresql": place.processor_seconds(lambda command: command.startswith("postgres:")),
    }
