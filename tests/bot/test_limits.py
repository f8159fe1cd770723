"""How fast Telegram lets us send."""

from hypothesis import given
from hypothesis import strategies as st

from bot.limits import PER_SECOND, Pace
from bot.outbox import IN_FLIGHT
from tests.telegram_api.limits import Limits, Meter


def send(pace: Pace, chats: list[int], seconds: float) -> list[tuple[float, int]]:
    """Send to whichever of ``chats`` may have a message, for so long; return when, and to whom."""
    now, sent = 0.0, []
    while now < seconds:
        waiting = pace.resting(now)
        for chat_id in chats:
            if chat_id not in waiting:
                now += pace.wait(now)
                pace.count(chat_id, now)
                pace.answered(now)
                sent.append((now, chat_id))
        now += 0.01
    return sent


def test_a_second_never_sees_more_than_thirty() -> None:
    sent = [moment for moment, _ in send(Pace(), list(range(1, 2000)), 20)]
    assert busiest_second(sent) <= 30
    assert len(sent) >= 20 * 25 * 0.95


def arrivals(lengths: list[float]) -> list[float]:
    """Return when messages arrive that are answered so many seconds after they left, each at the last moment."""
    pace, now, in_flight, arrived = Pace(), 0.0, list[float](), list[float]()
    for chat_id, length in enumerate(lengths, 1):
        while (wait := pace.wait(now)) > 0 or len(in_flight) == IN_FLIGHT:
            next_turn = now + max(wait, 0.001)
            now = min(in_flight if len(in_flight) == IN_FLIGHT else [*in_flight, next_turn])
            for answer in [one for one in in_flight if one <= now]:
                in_flight.remove(answer)
                pace.answered(answer)
        pace.count(chat_id, now)
        in_flight.append(now + length)
        arrived.append(now + length)
    return sorted(arrived)


def busiest_second(moments: list[float]) -> int:
    return max(sum(start <= moment < start + 1 for moment in moments) for start in moments)


def test_messages_that_arrive_late_are_not_too_many_with_those_that_left_after_them() -> None:
    assert busiest_second(arrivals([0.3] * IN_FLIGHT + [0.001] * 50)) <= 30


@given(st.lists(st.sampled_from([0.001, 0.05, 0.3, 2.0]), min_size=40, max_size=150))
def test_however_late_messages_arrive_no_second_of_telegrams_sees_too_many(lengths: list[float]) -> None:
    assert busiest_second(arrivals(lengths)) <= 30


def test_a_chat_gets_one_a_second() -> None:
    assert len(send(Pace(), [5], 10)) == 10


def test_a_group_gets_eighteen_a_minute() -> None:
    assert len(send(Pace(), [-5], 59)) == 18


def test_the_stand_in_never_has_to_refuse() -> None:
    meter = Meter(Limits())
    chats = [*range(1, 60), *range(-60, -1)]
    assert all(meter.retry_after(chat_id, moment) == 0 for moment, chat_id in send(Pace(), chats, 130))


def test_a_flood_freezes_its_chat_alone() -> None:
    pace = Pace()
    pace.freeze(5, 30, now=100)
    assert pace.resting(129) == {5}
    assert pace.resting(131) == set()
    assert pace.wait(101) == 0


def test_floods_of_several_chats_at_once_freeze_all() -> None:
    pace = Pace()
    pace.freeze(5, 30, now=100)
    pace.freeze(6, 20, now=101)
    assert pace.wait(102) == 19
    assert pace.wait(121) == 0


def test_floods_of_several_chats_at_different_times_freeze_only_them() -> None:
    pace = Pace()
    pace.freeze(5, 30, now=100)
    pace.freeze(6, 30, now=110)
    assert pace.wait(111) == 0


def test_after_telegram_stopped_all_the_rate_is_halved_and_regained() -> None:
    pace = Pace()
    pace.freeze(5, 30, now=100)
    assert pace.rate(100) == PER_SECOND
    for chat_id in (6, 7, 8):
        pace.freeze(chat_id, 30, now=101)
    assert pace.rate(131) == PER_SECOND / 2
    assert PER_SECOND / 2 < pace.rate(160) < PER_SECOND
    assert pace.rate(131 + 125) == PER_SECOND
