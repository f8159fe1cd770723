"""Articles and their revisions."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.errors import NotFoundError
from storage.models import Article
from storage.rows import insert

_t, _r = schema.articles, schema.revisions
_PAGE_OWED_FOR = timedelta(days=1)
_LONGEST_KEY = 500  # bytes; PostgreSQL indexes at most 2,704


@dataclass(frozen=True)
class Known:
    """What is known of an Article that was read before."""

    digest: str  # of what its Source gave last; empty: not kept
    is_page_owed: bool  # it is a summary, and not for longer than a day


class Revision(NamedTuple):
    """One revision of an Article; number 1 is its first reading."""

    id: int
    number: int


class Articles:
    """The Articles of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def known(self, keys: Iterable[str], now: datetime) -> dict[str, Known]:
        """Return what is known of the Articles with these keys, by key; nothing of those that are not."""
        stored = {stored_key(key): key for key in keys}
        found = await self._connection.execute(
            sa.select(_t.c.key, _t.c.digest, _t.c.is_whole, _t.c.first_read_at).where(_t.c.key.in_(list(stored)))
        )
        return {
            stored[row.key]: Known(row.digest, not row.is_whole and row.first_read_at >= now - _PAGE_OWED_FOR)
            for row in found
        }

    async def get(self, article_id: int) -> Article:
        """Return the Article as it was read last; raises NotFoundError."""
        article = await self._read_last(_t.c.id == article_id)
        if article is None:
            raise NotFoundError("article", article_id)
        return article

    async def watched(self, key: str) -> Article | None:
        """Return the Article with this key as it was read last, where its page is read again; else None."""
        watched = sa.exists().where(schema.pages.c.article_id == _t.c.id)
        return await self._read_last(sa.and_(_t.c.key == stored_key(key), watched))

    async def _read_last(self, condition: sa.ColumnElement[bool]) -> Article | None:
        found = await self._connection.execute(
            sa.select(_t, _r.c.title, _r.c.text).join(_r, _r.c.article_id == _t.c.id).where(condition, _r.c.is_current)
        )
        row = found.one_or_none()
        if row is None:
            return None
        return Article(
            title=row.title,
            text=row.text,
            published=row.published,
            address=row.address,
            outlet=row.outlet,
            language=row.language,
            key=row.key,
            tier=row.tier,
            published_at=row.published_at,
        )

    async def keep(
        self,
        article: Article,
        *,
        source_id: int | None,
        now: datetime,
        is_whole: bool = True,
        given: str | None = None,
    ) -> Revision | None:
        """Keep ``article`` as it was read ``now``; return its new revision.

        None where it stands already just so. An Article without a key is known by its address, and one
        without an address by its words.

        is_whole  False: it is a summary, whose page could not be read
        given     the digest of what its Source gave of it, maybe a summary; None: nothing new
        """
        digest = digest_of(article)
        key = stored_key(article.key or article.address or digest)
        adding = insert(self._connection, _t).values(
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
            digest=given or "",
        )
        article_id = await self._connection.scalar(adding.on_conflict_do_nothing().returning(_t.c.id))
        if article_id is not None:
            return await self._add_revision(article_id, 1, article, digest, now)
        return await self._revise(key, article, digest, now, is_whole=is_whole, given=given)

    async def _revise(
        self, key: str, article: Article, digest: str, now: datetime, *, is_whole: bool, given: str | None
    ) -> Revision | None:
        """Return a new revision of an Article that is known; None where it stands just so."""
        found = await self._connection.execute(
            sa.select(_t.c.id, _r.c.number, _r.c.digest)
            .outerjoin(_r, sa.and_(_r.c.article_id == _t.c.id, _r.c.is_current))
            .where(_t.c.key == key)
        )
        known = found.one()
        values: dict[str, Any] = {"is_whole": True} if is_whole else {}
        if given is not None:
            values["digest"] = given
        if known.digest != digest:
            values["tier"] = article.tier
        if values:
            await self._connection.execute(sa.update(_t).where(_t.c.id == known.id).values(values))
        if known.digest == digest:
            return None
        await self._connection.execute(
            sa.update(_r).where(_r.c.article_id == known.id, _r.c.is_current).values(is_current=False)
        )
        return await self._add_revision(known.id, (known.number or 0) + 1, article, digest, now)

    async def _add_revision(
        self, article_id: int, number: int, article: Article, digest: str, now: datetime
    ) -> Revision:
        added = await self._connection.execute(
            sa.insert(_r)
            .values(
                article_id=article_id,
                number=number,
                is_current=True,
                title=article.title,
                text=article.text,
                digest=digest,
                read_at=now,
            )
            .returning(_r.c.id)
        )
        return Revision(int(added.scalar_one()), number)

    async def note_given(self, given: Mapping[str, str]) -> None:
        """Keep the digest of what its Source gives now of each Article, by key."""
        rows = [{"article_key": stored_key(key), "new_digest": digest} for key, digest in given.items()]
        if rows:
            noting = sa.update(_t).where(_t.c.key == sa.bindparam("article_key"))
            await self._connection.execute(noting.values(digest=sa.bindparam("new_digest")), rows)


def digest_of(article: Article) -> str:
    """Return the SHA-256 of the article's body, in hex."""
    return hashlib.sha256(article.body.encode(errors="surrogatepass")).hexdigest()


def stored_key(key: str) -> str:
    """Return ``key`` as it is stored: a long one by its SHA-256."""
    raw = key.encode(errors="surrogatepass")
    return key if len(raw) <= _LONGEST_KEY else f"sha256:{hashlib.sha256(raw).hexdigest()}"
