"""An Article edited in place is a new revision of the same one; read again just so, it is nothing new."""

import pytest

from storage.database import Storage
from storage.errors import NotFoundError
from tests.builders import DAY, NOW, article


async def test_an_article_is_kept_once(storage: Storage) -> None:
    assert await storage.articles.keep(article(), source_id=None, now=NOW)
    assert await storage.articles.keep(article(), source_id=None, now=NOW) is None


async def test_an_edited_article_is_a_new_revision_and_so_is_its_return(storage: Storage) -> None:
    revisions = [
        await storage.articles.keep(article(text=text), source_id=None, now=NOW) for text in ("one", "two", "one")
    ]
    assert len(set(revisions)) == 3
    assert None not in revisions


async def test_an_article_without_address_is_known_by_its_words(storage: Storage) -> None:
    assert await storage.articles.keep(article(address=""), source_id=None, now=NOW)
    assert await storage.articles.keep(article(address=""), source_id=None, now=NOW) is None
    assert await storage.articles.keep(article(address="", text="other"), source_id=None, now=NOW)


async def test_the_page_of_a_summary_is_owed_for_a_day(storage: Storage) -> None:
    await storage.articles.keep(article(key="whole"), source_id=None, now=NOW)
    await storage.articles.keep(article(key="summary"), source_id=None, now=NOW, is_whole=False)
    keys = ["whole", "summary", "new"]
    owed = {key: one.is_page_owed for key, one in (await storage.articles.known(keys, NOW)).items()}
    later = {key: one.is_page_owed for key, one in (await storage.articles.known(keys, NOW + 2 * DAY)).items()}
    assert (owed, later) == ({"whole": False, "summary": True}, {"whole": False, "summary": False})


async def test_a_summary_whose_page_was_read_is_whole(storage: Storage) -> None:
    await storage.articles.keep(article(key="a"), source_id=None, now=NOW, is_whole=False)
    await storage.articles.keep(article(key="a", text="All of it."), source_id=None, now=NOW)
    assert not (await storage.articles.known(["a"], NOW))["a"].is_page_owed


async def test_a_key_of_any_length_tells_its_article_from_others(storage: Storage) -> None:
    keys = ["й" * 1000 + "1", "й" * 1000 + "2"]
    for key in keys:
        assert await storage.articles.keep(article(key=key), source_id=None, now=NOW)
    assert set(await storage.articles.known(keys, NOW)) == set(keys)


async def test_what_its_source_gave_last_of_an_article_is_known(storage: Storage) -> None:
    await storage.articles.keep(article(key="a"), source_id=None, now=NOW, given="1")
    await storage.articles.keep(article(key="a", text="from its page"), source_id=None, now=NOW)
    await storage.articles.keep(article(key="b"), source_id=None, now=NOW, given="1")
    await storage.articles.note_given({"b": "2"})
    assert {key: one.digest for key, one in (await storage.articles.known("ab", NOW)).items()} == {"a": "1", "b": "2"}


async def test_an_article_is_got_as_it_was_read_last(storage: Storage) -> None:
    for text in ("one", "two"):
        await storage.articles.keep(article(text=text, key="a"), source_id=None, now=NOW)
    assert await storage.articles.get(1) == article(text="two", key="a")
    with pytest.raises(NotFoundError):
        await storage.articles.get(2)
