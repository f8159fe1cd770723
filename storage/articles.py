"""Articles and their revisions."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.models import Article
from storage.rows import insert

_t, _r = schema.articles, schema.revisions
_PAGE_OWED_FOR = timedelta(days=1)
_LONGEST_KEY = 500  # bytes; PostgreSQL indexes at most 2,704


class Articles:
    """The Articles of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def known(self, keys: Iterable[str], now: datetime) -> set[str]:
        """Return those of ``keys`` whose pages are no longer owed: the Article is whole, or a summary for a day now."""
        stored = {_stored(key): key for key in keys}
        found = await self._connection.execute(
            sa.select(_t.c.key).where(
                _t.c.key.in_(list(stored)), _t.c.is_whole | (_t.c.first_read_at < now - _PAGE_OWED_FOR)
            )
        )
        return {stored[key] for key in found.scalars()}

    async def keep(
        self, article: Article, *, source_id: int | None, now: datetime, is_whole: bool = True
    ) -> int | None:
        """Keep ``article`` as it was read ``now``; return the id of its new revision.

        None where it stands already just so. An Article without a key is known by its address, and one
        without an address by its words.

        is_whole  False: it is a summary, whose page could not be read
        """
        digest = hashlib.sha256(article.body.encode(errors="surrogatepass")).hexdigest()
        key = _stored(article.key or article.address or digest)
        await self._connection.execute(
            insert(self._connection, _t)
            .values(
                source_id=source_id,
                key=key,
                address=article.address,
                outlet=article.outlet,
                language=article.language,
                tier=article.tier,
                published=article.published,
                published_at=article.published_at,
                first_read_at=now,
                is_whole=is_whole,
            )
            .on_conflict_do_nothing()
        )
        if is_whole:
            await self._connection.execute(sa.update(_t).where(_t.c.key == key).values(is_whole=True))
        article_id = await self._connection.scalar(sa.select(_t.c.id).where(_t.c.key == key))
        assert article_id is not None  # noqa: S101 - it was inserted, or there before
        present = (
            await self._connection.execute(
                sa.select(_r.c.number, _r.c.digest).where(_r.c.article_id == article_id, _r.c.is_current)
            )
        ).one_or_none()
        if present is not None and present.digest == digest:
            return None
        await self._connection.execute(
            sa.update(_r).where(_r.c.article_id == article_id, _r.c.is_current).values(is_current=False)
        )
        added = await self._connection.execute(
            sa.insert(_r)
            .values(
                article_id=article_id,
                number=1 if present is None else present.number + 1,
                is_current=True,
                title=article.title,
                text=article.text,
                digest=digest,
                read_at=now,
            )
            .returning(_r.c.id)
        )
        return int(added.scalar_one())


def _stored(key: str) -> str:
    """Return ``key`` as it is stored: a long one by its SHA-256."""
    raw = key.encode(errors="surrogatepass")
    return key if len(raw) <= _LONGEST_KEY else f"sha256:{hashlib.sha256(raw).hexdigest()}"
