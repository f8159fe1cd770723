"""Meetings are found by the days they may fall on, and remember what was said of them."""

from datetime import date

import pytest

from storage.actors import actor
from storage.database import Storage
from storage.errors import NotFoundError
from storage.models import Actor, Precision, Status, When
from tests.builders import HOUR, NATO, NOW, RUSSIA, UNITED_STATES, article, known_meeting, mention, on

SUMMER = When(date(2025, 6, 1), date(2025, 8, 31), Precision.SEASON)
MARCH = When(date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH, phrase="in March")


async def test_a_meeting_comes_back_as_it_was_said(storage: Storage) -> None:
    meeting = await known_meeting(storage, actors=(NATO, RUSSIA), confirmed_by=(NATO, UNITED_STATES), place="Brussels")
    assert meeting.actors == (NATO, RUSSIA)
    assert meeting.confirmed_by == (NATO, UNITED_STATES)
    assert (meeting.place, meeting.when) == ("Brussels", on("2025-03-14"))
    assert await storage.meetings.by_uid(meeting.uid) == meeting


async def test_who_only_confirms_does_not_meet(storage: Storage) -> None:
    meeting = await known_meeting(storage, actors=(RUSSIA,), confirmed_by=(UNITED_STATES,))
    assert await storage.meetings.candidates([(date(2025, 3, 14), date(2025, 3, 14))], [UNITED_STATES]) == []
    assert await storage.meetings.candidates([(date(2025, 3, 14), date(2025, 3, 14))], [RUSSIA]) == [meeting.id]


async def test_a_meeting_known_by_its_month_touches_all_of_it(storage: Storage) -> None:
    meeting = await known_meeting(storage, MARCH)
    assert await storage.meetings.touching(date(2025, 3, 31), date(2025, 4, 2)) == [meeting]
    assert await storage.meetings.touching(date(2025, 4, 1), date(2025, 4, 2)) == []


async def test_meetings_come_earliest_first_and_retracted_ones_not_at_all(storage: Storage) -> None:
    later = await known_meeting(storage, "2025-03-20", name="later")
    sooner = await known_meeting(storage, "2025-03-10", name="sooner")
    wrong = await known_meeting(storage, "2025-03-11", name="wrong")
    await storage.meetings.set_status(wrong.id, Status.RETRACTED)
    assert await storage.meetings.touching(date(2025, 3, 3), date(2025, 3, 31)) == [sooner, later]


async def test_a_meeting_is_a_candidate_for_every_date_and_actor_it_is_looked_up_by(storage: Storage) -> None:
    meeting = await known_meeting(storage)
    await storage.meetings.look_up_by(meeting.id, ["RU", "US"], [on("2025-03-20"), on("2025-03-14"), SUMMER])

    async def candidates(day: str, *actors: Actor) -> list[int]:
        return await storage.meetings.candidates([(on(day).first, on(day).last)], actors)

    assert await candidates("2025-03-14", UNITED_STATES, RUSSIA) == [meeting.id]
    assert await candidates("2025-03-19..2025-03-21", RUSSIA) == [meeting.id]
    assert await candidates("2025-07-14", RUSSIA) == [meeting.id], "within a span longer than a month"
    assert await candidates("2025-03-15", RUSSIA) == []
    assert await candidates("2025-03-14", NATO) == []


async def test_a_meeting_with_others_is_no_candidate_though_one_meets_there_too(storage: Storage) -> None:
    both = await known_meeting(storage, actors=(UNITED_STATES, RUSSIA))
    day = [(date(2025, 3, 14), date(2025, 3, 14))]
    assert await storage.meetings.candidates(day, [UNITED_STATES, RUSSIA]) == [both.id]
    assert await storage.meetings.candidates(day, [UNITED_STATES, NATO]) == []
    assert await storage.meetings.candidates(day, [UNITED_STATES, RUSSIA, NATO]) == [both.id], "some of the Actors"
    assert await storage.meetings.candidates(day, [UNITED_STATES]) == [both.id], "one more meets"
    assert await storage.meetings.candidates(day, [actor("CONGRESS"), RUSSIA]) == [both.id], "an organ of its"


async def test_what_is_spoken_of_since_a_moment(storage: Storage) -> None:
    meeting = await known_meeting(storage)
    year = [(date(2025, 1, 1), date(2025, 12, 31))]
    codes = [each.code for each in meeting.actors]
    assert await storage.meetings.spoken_of_since(NOW, year, codes) == [meeting.id]
    assert await storage.meetings.spoken_of_since(NOW, year, ["NO"]) == []
    assert await storage.meetings.spoken_of_since(NOW + HOUR, year, codes) == []


async def test_the_evidence_of_a_revision_that_was_replaced_is_no_longer_heard(storage: Storage) -> None:
    meeting = await known_meeting(storage)
    revision = await storage.articles.keep(article(key="edited"), source_id=None, now=NOW)
    assert revision is not None
    await storage.mentions.add(revision.id, mention(name="edited away"), said_at=NOW, meeting_id=meeting.id)
    await storage.articles.keep(article(key="edited", text="They do not meet."), source_id=None, now=NOW)
    assert [one.mention.name for one in await storage.meetings.evidence(meeting.id)] == [meeting.name]


async def test_evidence_of_one_day_comes_alike_from_every_database(storage: Storage) -> None:
    meeting = await known_meeting(storage)
    for key, published_at in (("timed", NOW), ("of the day", None)):
        said = article(key=key, published_at=published_at)
        revision = await storage.articles.keep(said, source_id=None, now=NOW + HOUR)
        assert revision is not None
        await storage.mentions.add(revision.id, mention(name=key), said_at=NOW, meeting_id=meeting.id)
    names = [one.mention.name for one in await storage.meetings.evidence(meeting.id)]
    assert names == [meeting.name, "of the day", "timed"]


async def test_a_number_that_is_no_meeting_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFoundError, match=r"There is no meeting 12\."):
        await storage.meetings.get(12)
