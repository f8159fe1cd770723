"""An Article edited in place is a new revision of the same one; read again just so, it is nothing new."""

from storage.database import Storage
from tests.builders import NOW, article


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


async def test_known_articles_are_told_from_new_ones(storage: Storage) -> None:
    await storage.articles.keep(article(key="a"), source_id=None, now=NOW)
    assert await storage.articles.known(["a", "b"]) == {"a"}
