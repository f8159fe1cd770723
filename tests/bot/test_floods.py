"""How much one person may ask at once."""

from bot.floods import Floods


def test_what_one_person_asks_at_once_is_bounded_and_costs_nobody_else() -> None:
    floods = Floods()
    assert [floods.is_one(5, 0.0) for _ in range(100)].count(False) == 60
    assert not floods.is_one(6, 0.0)


def test_after_a_rest_there_is_room_again() -> None:
    floods = Floods()
    for _ in range(100):
        floods.is_one(5, 0.0)
    assert [floods.is_one(5, 10.0) for _ in range(20)].count(False) == 10


def test_one_question_a_second_is_never_a_flood() -> None:
    floods = Floods()
    assert not any(floods.is_one(5, float(second)) for second in range(10_000))


def test_a_clock_that_goes_back_makes_no_room() -> None:
    floods = Floods()
    for _ in range(60):
        floods.is_one(5, 100.0)
    assert floods.is_one(5, 0.0)
    assert floods.is_one(5, 100.0)


def test_who_rests_is_forgotten() -> None:
    floods = Floods()
    for person in range(20_000):
        floods.is_one(person, float(person))
    assert len(floods._people) <= 10_001  # noqa: SLF001 - nobody else can see it
