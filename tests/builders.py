"""Records with a default for everything that a sentence does not mention. All is seen from Monday 3 March 2025."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from storage.clock import Clock
from storage.database import Storage
from storage.hosts import host_of
from storage.models import (
    Actor,
    ActorKind,
    Article,
    Belief,
    Certainty,
    Evidence,
    Kind,
    Meeting,
    Mention,
    Says,
    Source,
    SourceKind,
    SourceState,
    Status,
    Tier,
    When,
)
from storage.plans import Plan, Timed
from storage.reminders import reminders

TODAY = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)

RUSSIA = Actor("RU", "Russia", ActorKind.COUNTRY)
UNITED_STATES = Actor("US", "United States", ActorKind.COUNTRY)
NATO = Actor("NATO", "NATO", ActorKind.BODY)
OSCE = Actor("OSCE", "OSCE", ActorKind.BODY)


def at(text: str) -> datetime:
    """Return the UTC moment written "2025-03-03 12:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def still_clock(now: datetime = NOW) -> Clock:
    """Return a clock that moves only when told to."""
    return Clock(now, read=lambda: NOW)


def on(day: str, **changes: Any) -> When:
    """Return a When of one day, written 2025-03-14, or of "2025-03-14..2025-03-16"."""
    first, _, last = day.partition("..")
    return replace(When(date.fromisoformat(first), date.fromisoformat(last or first), phrase=day), **changes)


def article(title: str = "Ministers to meet", text: str = "They meet on 14 March.", **changes: Any) -> Article:
    """Return an Article of 3 March 2025."""
    return replace(Article(title, text, TODAY, address="https://example.org/a", outlet="example.org"), **changes)


def mention(day: str = "2025-03-14", *actors: Actor, **changes: Any) -> Mention:
    """Return a Mention that announces talks of the United States and Russia for ``day``."""
    made = Mention(
        start=0,
        end=17,
        quote="Ministers to meet",
        says=Says.ANNOUNCES,
        when=on(day),
        actors=actors or (UNITED_STATES, RUSSIA),
        kind=Kind.TALKS,
        name="United States – Russia: talks",
        certainty=Certainty.CONFIRMED,
        rule="on <day> <month>",
    )
    return replace(made, **changes)


def evidence(said: Mention, number: int = 1, **changes: Any) -> Evidence:
    """Return ``said`` as what the Article ``number`` says, published so many minutes after noon."""
    outlet, key = f"outlet {number}", f"{number:03}"
    said_at = NOW + number * MINUTE
    made = Evidence(number, said, outlet, "", Tier.OTHER, TODAY, said_at, said_at, number, key)
    return replace(made, **changes)


def belief(said: Mention) -> Belief:
    """Return what one Mention alone lets us believe."""
    return Belief(
        name=said.name,
        kind=said.kind,
        actors=said.actors,
        place=said.place,
        when=said.when,
        status=Status.SCHEDULED,
        certainty=said.certainty,
        confirmed_by=said.confirmed_by,
    )


def meeting(said: Mention, **changes: Any) -> Meeting:
    """Return the Meeting number 1, as one Mention alone lets us believe it."""
    known = Meeting(**vars(belief(said)), id=1, uid="uid", sequence=0, date_revision=0, dated_at=NOW)
    return replace(known, **changes)


def source(address: str = "https://example.org/feed", **changes: Any) -> Source:
    """Return the Source number 1, a feed that is read regularly and was never read yet."""
    made = Source(
        id=1,
        address=address,
        kind=SourceKind.FEED,
        title="The Wire",
        language="en",
        tier=Tier.OTHER,
        state=SourceState.READING,
        added_by=None,
        added_in_topic=0,
        added_at=NOW,
        etag="",
        last_modified="",
        next_read_at=NOW,
        last_read_at=None,
        last_new_at=None,
        failures=0,
        error="",
        host=host_of(address),
    )
    return replace(made, **changes)


async def known_meeting(storage: Storage, when: When | str = "2025-03-14", **changes: Any) -> Meeting:
    """Return a Meeting that ``storage`` knows of from one Article; ``changes`` are of its Mention."""
    said = replace(mention(), when=on(when) if isinstance(when, str) else when, **changes)
    key = f"{said.name} {said.when}"
    revision = await storage.articles.keep(article(key=key), source_id=None, now=NOW)
    assert revision is not None
    meeting_id = await storage.meetings.add(f"uid-{revision.id}", belief(said), now=NOW)
    await storage.mentions.add(revision.id, said, said_at=NOW, meeting_id=meeting_id)
    await storage.meetings.look_up_by(meeting_id, [actor.code for actor in said.actors], [said.when])
    return await storage.meetings.get(meeting_id)


async def owe_reminders(storage: Storage, *meetings: Meeting) -> None:
    """Owe the reminders of ``meetings`` to all Chats that subscribed to something, by the hours they keep now."""
    timed = [
        Timed(hours, meeting, *one)
        for meeting in meetings
        for hours in await storage.chats.hours()
        for one in reminders(meeting.when, hours)
    ]
    fitting = [(wanted, meeting) for wanted in await storage.chats.filters() for meeting in meetings]
    await storage.plans.owe(Plan(fitting, timed))
