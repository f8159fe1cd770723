"""In which order Articles arrive, and how often, changes nothing of what is believed in the end."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from jobs.diary import compute_again
from jobs.extraction.extract import extract
from storage.database import Database, Storage
from storage.models import Article, Belief, DeliveryKind, Filter, Meeting, Says
from storage.spans import write_days, write_time
from tests.builders import DAY, NOW
from tests.jobs.stories import OUTLETS, Reading, diary, every_meeting, history, read, undone

PARTIES = (("Norway", "Japan"), ("Norway", "Japan and Sweden"), ("Peru", "Chile"))
KINDS = ("talks", "a summit on fishing")
PLACES = ("", " in Oslo", " in Lima")
DAYS = ("14 March", "15 March", "20 March", "10 April")
MONTHS = ("March", "April")
TEMPLATES = {
    "{one} and {rest} will hold {kind}{place} on {day}.": Says.ANNOUNCES,
    "{one} and {rest} will hold {kind}{place} on {day}, all governments confirmed.": Says.ANNOUNCES,
    "{one} and {rest} may hold {kind}{place} on {day}.": Says.ANNOUNCES,
    "{one} and {rest} will hold {kind}{place} in {month}.": Says.ANNOUNCES,
    "{one} and {rest} will hold {kind}{place} on {day} at 10:00.": Says.ANNOUNCES,
    "{one} and {rest} will hold {kind}{place} on {day} after all.": Says.ANNOUNCES,
    "The meeting of {one} and {rest} planned for {day} has been moved to {other_day}.": Says.MOVES,
    "The talks between {one} and {rest} have been moved to {day}.": Says.MOVES,
    "The meeting of {one} and {rest} on {day} has been postponed.": Says.POSTPONES,
    "The meeting of {one} and {rest} planned for {day} has been cancelled.": Says.CANCELS,
    "{one} denied that it would hold {kind} with {rest}{place} on {day}.": Says.DENIES,
}


def sentence(template: str, parties: tuple[str, str], **words: str) -> str:
    return template.format(one=parties[0], rest=parties[1], **words)


SENTENCES = some.builds(
    sentence,
    some.sampled_from(list(TEMPLATES)),
    some.sampled_from(PARTIES),
    kind=some.sampled_from(KINDS),
    place=some.sampled_from(PLACES),
    day=some.sampled_from(DAYS),
    other_day=some.sampled_from(DAYS),
    month=some.sampled_from(MONTHS),
)
TEXTS = some.lists(SENTENCES, min_size=1, max_size=2).map(" ".join)


def revisions(outlet: str, day: int, texts: Sequence[str]) -> list[Reading]:
    """What is read of one Article that says each of ``texts`` in its turn, a day after the other."""
    read_at = datetime.combine(date(2025, 3, day), time(12), UTC)
    article = Article("", texts[0], read_at.date(), outlet=outlet, tier=OUTLETS[outlet], key=f"{outlet} {texts}")
    return [Reading(replace(article, text=text), read_at + number * DAY) for number, text in enumerate(texts)]


ARTICLES = some.builds(
    revisions,
    some.sampled_from(list(OUTLETS)),
    some.integers(3, 7),
    some.lists(TEXTS, min_size=1, max_size=2, unique=True),
)
WORLDS = some.lists(ARTICLES, min_size=1, max_size=5, unique_by=lambda readings: readings[0].article.key)


@some.composite
def arrivals(draw: some.DrawFn, world: Sequence[Sequence[Reading]]) -> list[Reading]:
    """The readings of ``world`` in any order in which no Article is read as it was before it was edited."""
    turns = draw(some.permutations([number for number, readings in enumerate(world) for _ in readings]))
    waiting = [iter(readings) for readings in world]
    return [next(waiting[number]) for number in turns]


TWO_ORDERS = WORLDS.flatmap(lambda world: some.tuples(arrivals(world), arrivals(world)))
ONE_ORDER = WORLDS.flatmap(arrivals)
a_few = settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to make a world smaller takes minutes
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_sentence_is_read_as_it_is_meant(template: str) -> None:
    for parties in PARTIES:
        text = sentence(
            template, parties, kind="talks", place=" in Oslo", day="14 March", other_day="20 March", month="April"
        )
        assert [mention.says for mention in extract(Article("", text, date(2025, 3, 3)))] == [TEMPLATES[template]]


@pytest.mark.asyncio(loop_scope="module")
@a_few
@given(orders=TWO_ORDERS)
async def test_the_order_of_arrival_changes_nothing(blank: Database, orders: tuple[list[Reading], ...]) -> None:
    one, other = [await believed_after(blank, readings) for readings in orders]
    assert one == other


@pytest.mark.asyncio(loop_scope="module")
@a_few
@given(readings=ONE_ORDER, data=some.data())
async def test_reading_anything_again_changes_nothing(
    blank: Database, readings: list[Reading], data: some.DataObject
) -> None:
    async with undone(blank) as storage:
        await storage.chats.subscribe(await storage.chats.get(5), Filter(), now=NOW)
        await read(storage, readings)
        before = await everything(storage)
        current = {reading.article.key: reading for reading in readings}
        await read(storage, data.draw(some.permutations(list(current.values()))))
        assert await everything(storage) == before


@pytest.mark.asyncio(loop_scope="module")
@settings(a_few, max_examples=8)
@given(readings=ONE_ORDER)
async def test_computing_everything_again_gives_the_same_diary(blank: Database, readings: list[Reading]) -> None:
    async with undone(blank) as storage:
        await read(storage, readings)
        before = await everything(storage), await believed(storage)
        await compute_again(storage, now=max(one.read_at for one in readings))
        assert (await everything(storage), await believed(storage)) == before


@pytest.mark.asyncio(loop_scope="module")
async def test_computing_again_mends_a_diary_that_is_not_as_it_should_be(blank: Database) -> None:
    async with undone(blank) as storage:
        text = "Norway and Japan will hold talks in Oslo on 14 March."
        await read(storage, [*revisions("Fjord Daily", 3, [text]), *revisions("Harbour Post", 4, [text])])
        before = await believed(storage)
        one = (await storage.mentions.current())[1]
        await storage.mentions.assign(one.mention_id, None, score=0, reasons=())
        assert await believed(storage) != before
        await compute_again(storage, now=NOW)
        assert await believed(storage) == before


@pytest.mark.asyncio(loop_scope="module")
@a_few
@given(readings=ONE_ORDER)
async def test_the_changes_lead_from_what_was_believed_to_what_is(blank: Database, readings: list[Reading]) -> None:
    async with undone(blank) as storage:
        known: dict[int, Meeting] = {}
        told: dict[int, int] = {}
        for reading in readings:
            await read(storage, [reading])
            async for meeting in every_meeting(storage):
                was, changes = known.get(meeting.id, meeting), await storage.meetings.changes(meeting.id)
                assert was.uid == meeting.uid
                assert was.sequence <= meeting.sequence
                new = {change.field: (change.old, change.new) for change in changes[told.get(meeting.id, 0) :]}
                assert new == {
                    field: each for field, each in new.items() if each == (values(was)[field], values(meeting)[field])
                }
                known[meeting.id], told[meeting.id] = meeting, len(changes)


def values(meeting: Meeting) -> dict[str, str | None]:
    return {
        "date": write_days(meeting.when),
        "time": write_time(meeting.when),
        "place": meeting.place,
        "status": meeting.status,
        "actors": ", ".join(actor.name for actor in meeting.actors),
        "certainty": meeting.certainty,
    }


async def believed_after(
    blank: Database, readings: Sequence[Reading]
) -> dict[frozenset[tuple[str, int]], dict[str, Any]]:
    """Return what is believed of each Meeting, by the Mentions that speak of it."""
    async with undone(blank) as storage:
        await read(storage, readings)
        return await believed(storage)
    raise AssertionError


async def believed(storage: Storage) -> dict[frozenset[tuple[str, int]], dict[str, Any]]:
    meetings = await diary(storage)
    evidence = await storage.meetings.evidence_of([meeting.id for meeting in meetings])
    return {
        frozenset(
            (f"{one.outlet} {one.published} {one.mention.quote}", one.mention.start) for one in evidence[meeting.id]
        ): {field.name: getattr(meeting, field.name) for field in fields(Belief)}
        for meeting in meetings
    }


async def everything(storage: Storage) -> tuple[Any, ...]:
    """Return all that people may see: the Meetings, their Changes, and the alerts that are owed."""
    alerts = [one for one, _ in await storage.deliveries.of(5) if one.kind is DeliveryKind.CHANGE]
    return await diary(storage), await history(storage), alerts
