"""The same Meeting or another one; in doubt another one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from jobs.matching import Candidate, match, may_speak_of, spans
from storage.actors import actor
from storage.models import Actor, Kind, Mention, Precision, Says, When
from tests.builders import NATO, OSCE, RUSSIA, TODAY, UNITED_STATES, belief, mention, on

MARCH = When(date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH)
APRIL = When(date(2025, 4, 1), date(2025, 4, 30), Precision.MONTH)


def candidate(said: Mention, meeting_id: int = 1) -> Candidate:
    return Candidate(belief(said), [said.when] + ([said.earlier] if said.earlier else []), meeting_id)


TALKS = mention("2025-03-14")


def conference(name: str, *actors: Actor) -> Mention:
    return mention(actors=actors or (UNITED_STATES,), kind=Kind.CONFERENCE, name=f"United States: {name}")


MOVED = mention("2025-03-20", says=Says.MOVES, earlier=on("2025-03-14"))


@pytest.mark.parametrize(
    ("known", "said"),
    [
        pytest.param(TALKS, mention("2025-03-14", RUSSIA, UNITED_STATES), id="the same parties the other way round"),
        pytest.param(TALKS, mention("2025-03-14", RUSSIA), id="one of the parties, of the same kind"),
        pytest.param(TALKS, mention("2025-03-14..2025-03-15"), id="days that share the first"),
        pytest.param(replace(TALKS, place="Oslo"), mention(place="Oslo, Norway"), id="the same place, told more fully"),
        pytest.param(
            replace(TALKS, place="Oslo"),
            mention("2025-03-20", says=Says.MOVES, earlier=on("2025-03-14"), place="Vienna"),
            id="moved to another place",
        ),
        pytest.param(TALKS, mention(kind=Kind.NEGOTIATION), id="the same parties on the day, by another word"),
        pytest.param(TALKS, MOVED, id="moved from the day it is known for"),
        pytest.param(MOVED, TALKS, id="told by the date it was moved from"),
        pytest.param(TALKS, mention("2025-03-20", says=Says.MOVES), id="moved, the only one of these parties"),
        pytest.param(replace(TALKS, when=MARCH), TALKS, id="the day of what was known by its month"),
        pytest.param(TALKS, mention(says=Says.CANCELS), id="called off"),
        pytest.param(
            conference("Chain Ministerial Forum"),
            conference("Ministerial Forum on chains"),
            id="a conference, in other words",
        ),
        pytest.param(
            conference("Chain Ministerial Forum", UNITED_STATES, RUSSIA),
            conference("Ministerial on Trade and Health", UNITED_STATES, RUSSIA),
            id="a conference that the same two hold, by other names",
        ),
    ],
)
def test_the_same_meeting(known: Mention, said: Mention) -> None:
    assert match(said, [candidate(known)]) is not None


@pytest.mark.parametrize(
    ("known", "said"),
    [
        pytest.param(TALKS, mention("2025-03-21"), id="a week later: a series stays apart"),
        pytest.param(TALKS, mention("2025-03-14", UNITED_STATES, NATO), id="another party on the same day"),
        pytest.param(TALKS, mention("2025-03-14", OSCE), id="other parties"),
        pytest.param(TALKS, mention("2025-03-14", RUSSIA, kind=Kind.VISIT), id="one of the parties, on a visit"),
        pytest.param(
            mention("2025-03-12..2025-03-14"), mention("2025-03-14..2025-03-16"), id="the next stop begins that day"
        ),
        pytest.param(replace(TALKS, place="Oslo"), mention(place="Vienna"), id="elsewhere on the same day"),
        pytest.param(TALKS, mention(kind=Kind.HEARING), id="a court sits on the same day"),
        pytest.param(replace(TALKS, when=APRIL), TALKS, id="another month"),
        pytest.param(TALKS, replace(TALKS, when=MARCH, kind=Kind.SUMMIT), id="a month, and another kind"),
        pytest.param(
            conference("Chain Ministerial Forum"),
            conference("Foreign Ministerial Meeting"),
            id="another conference of one host on the day",
        ),
        pytest.param(
            conference("ministerial", UNITED_STATES, RUSSIA),
            conference("Chain Ministerial Forum"),
            id="a conference of one host, by another name than that of two",
        ),
        pytest.param(
            mention(name="one thing", actors=()), mention(name="another", actors=()), id="nobody named, other words"
        ),
    ],
)
def test_another_meeting(known: Mention, said: Mention) -> None:
    assert match(said, [candidate(known)]) is None


def test_of_several_the_closest_is_chosen() -> None:
    part, whole = candidate(mention("2025-03-14", RUSSIA), 1), candidate(TALKS, 2)
    found = match(TALKS, [part, whole])
    assert found is not None
    assert found.id == whole.id


def test_a_move_that_may_be_of_several_meetings_is_of_none() -> None:
    series = [candidate(mention("2025-03-14"), 1), candidate(mention("2025-03-21"), 2)]
    assert match(mention("2025-04-04", says=Says.MOVES), series) is None


def test_of_two_that_fit_as_well_neither_is_chosen() -> None:
    twice = [candidate(replace(TALKS, place=place), number) for number, place in enumerate(["Oslo", "Vienna"], 1)]
    assert match(TALKS, twice) is None


def test_a_vague_date_that_was_made_precise_no_longer_fits_others() -> None:
    precise = Candidate(belief(TALKS), [MARCH, TALKS.when])
    assert match(mention("2025-03-21"), [precise]) is None
    assert match(replace(TALKS, when=MARCH), [precise]) is not None


def test_two_sources_may_be_days_apart_where_all_else_is_the_same() -> None:
    oslo = replace(TALKS, place="Oslo")
    found = match(replace(oslo, when=on("2025-03-15")), [candidate(oslo)])
    assert found is not None
    assert "days that are near" in found.reasons
    assert match(mention("2025-03-15"), [candidate(TALKS)]) is None
    assert match(replace(oslo, when=on("2025-03-15")), [replace(candidate(oslo), is_of_article=True)]) is None


def test_a_country_may_be_named_by_its_organ() -> None:
    congress = mention("2025-03-14", actor("CONGRESS"), RUSSIA)
    found = match(congress, [candidate(TALKS)])
    assert found is not None
    assert "US Congress is of United States" in found.reasons
    assert match(mention("2025-03-14", actor("CONGRESS"), NATO), [candidate(TALKS)]) is None


def test_the_summit_of_a_body_is_one_with_its_host_named() -> None:
    vague = mention("2025-03-14", NATO, kind=Kind.SUMMIT, when=MARCH)
    hosted = mention("2025-03-14", NATO, UNITED_STATES, kind=Kind.SUMMIT)
    assert match(hosted, [candidate(vague)]) is not None


def test_what_matched_and_how_well_is_told_in_words() -> None:
    found = match(TALKS, [candidate(TALKS)])
    assert found is not None
    assert found.reasons == ("same kind", "same Actors", "same day")
    assert 0.9 < found.score <= 1


def test_a_date_within_a_season_fits_only_what_has_the_same_title() -> None:
    spring = When(date(2025, 3, 1), date(2025, 5, 31), Precision.SEASON)
    known = candidate(replace(TALKS, when=spring))
    assert match(TALKS, [known]) is not None
    assert match(replace(TALKS, name="United States – Russia: round on grain"), [known]) is None


def test_only_what_shares_an_actor_and_a_date_is_worth_a_look() -> None:
    assert may_speak_of(TALKS, TODAY, [RUSSIA], [MARCH])
    assert not may_speak_of(TALKS, TODAY, [NATO], [MARCH])
    assert not may_speak_of(TALKS, TODAY, [RUSSIA], [APRIL])


def test_a_move_without_its_old_date_is_looked_for_in_the_year_ahead() -> None:
    assert spans(mention("2025-03-20", says=Says.MOVES), TODAY)[1] == (TODAY, TODAY + timedelta(days=366))
    assert len(spans(MOVED, TODAY)) == 2
