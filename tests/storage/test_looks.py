"""What people ask to have looked at once."""

from storage.database import Storage
from storage.looks import Asked
from storage.models import LookFor, LookState
from tests.builders import HOUR, MINUTE, NOW

ADDRESS = "https://www.example.org/talks"


async def ask(storage: Storage, address: str = ADDRESS, *, user: int = 5, **given: object) -> int:
    chat = await storage.chats.get(user)
    values = {"address": address, "now": NOW} | given
    return await storage.looks.ask(chat, user, LookFor.READ, **values)  # type: ignore[arg-type]


async def test_what_is_asked_for_is_due_the_oldest_first(storage: Storage) -> None:
    first = await ask(storage)
    second = await ask(storage, "", content=b"Talks on 14 March.", outlet="Wire", published_at=NOW - HOUR)
    looks = await storage.looks.due(10)
    assert [one.id for one in looks] == [first, second]
    assert [one.host for one in looks] == ["example.org", f"look {second}"]
    assert (looks[1].content, looks[1].outlet, looks[1].published_at) == (b"Talks on 14 March.", "Wire", NOW - HOUR)


async def test_hosts_that_are_busy_wait_and_hold_up_no_other(storage: Storage) -> None:
    for number in range(3):
        await ask(storage, f"{ADDRESS}/{number}")
    text, other = await ask(storage, "", content=b"Talks"), await ask(storage, "https://other.example/")
    assert [one.id for one in await storage.looks.due(1, without_hosts={"example.org"})] == [text]
    assert [one.id for one in await storage.looks.due(1, without_hosts={"example.org", f"look {text}"})] == [other]


async def test_what_was_found_can_be_kept_once(storage: Storage) -> None:
    look_id = await ask(storage)
    assert not await storage.looks.want(look_id)
    (look,) = await storage.looks.due(10)
    assert await storage.looks.settle(look, LookState.SHOWN, [{"title": "Talks"}])
    assert not await storage.looks.settle(look, LookState.SHOWN)
    assert await storage.looks.due(10) == []
    assert await storage.looks.want(look_id)
    assert not await storage.looks.want(look_id)
    (wanted,) = await storage.looks.due(10)
    assert (wanted.state, wanted.found) == (LookState.WANTED, ({"title": "Talks"},))
    assert await storage.looks.settle(wanted, LookState.SETTLED)
    assert await storage.looks.due(10) == []


async def test_it_is_counted_how_much_a_person_asks(storage: Storage) -> None:
    await ask(storage, now=NOW - HOUR)
    await ask(storage)
    await ask(storage, user=6)
    (look, *_) = await storage.looks.due(10)
    await storage.looks.settle(look, LookState.SETTLED)
    assert await storage.looks.asked(5, NOW - MINUTE) == Asked(lately=1, waiting=1, waiting_in_all=2)
    assert await storage.looks.asked(7, NOW - MINUTE) == Asked(lately=0, waiting=0, waiting_in_all=2)


async def test_what_is_old_is_forgotten_and_its_number_never_given_again(storage: Storage) -> None:
    old, young = await ask(storage, now=NOW - HOUR), await ask(storage)
    assert await storage.looks.forget(NOW - MINUTE) == 1
    assert [one.id for one in await storage.looks.due(10)] == [young]
    assert not await storage.looks.want(old)
    await storage.looks.forget(NOW + MINUTE)
    assert await ask(storage) > young
