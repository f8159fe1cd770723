"""Sources read all day: how often each is read, and the pages that are read again until their meetings are past."""

from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

from storage.schema import Moment

revision = "0006"
down_revision = "0004"

_STANDING = ("scheduled", "moved", "postponed", "cancelled")


def upgrade() -> None:
    _sources()
    op.add_column("articles", sa.Column("digest", sa.String(length=64), nullable=False, server_default=""))
    _pages()
    _watch_what_is_known()


def _sources() -> None:
    op.add_column("sources", sa.Column("failing_at", Moment(), nullable=True))
    op.add_column("sources", sa.Column("digest", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("sources", sa.Column("interval_s", sa.Integer(), nullable=False, server_default="900"))
    op.add_column("sources", sa.Column("host", sa.Text(), nullable=False, server_default=""))
    op.add_column("sources", sa.Column("moved_to", sa.Text(), nullable=False, server_default=""))
    op.add_column("sources", sa.Column("moved_seen", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("ix_sources_next_read_at", "sources")
    op.create_index(op.f("ix_sources_state_next_read_at"), "sources", ["state", "next_read_at"])
    sources = sa.table("sources", sa.column("id"), sa.column("address"), sa.column("host"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(sources.c.id, sources.c.address)).all():
        connection.execute(sa.update(sources).where(sources.c.id == row.id).values(host=_host(row.address)))


def _pages() -> None:
    op.create_table(
        "pages",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False, server_default=""),
        sa.Column("last_modified", sa.Text(), nullable=False, server_default=""),
        sa.Column("digest", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("text_digest", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("read_at", Moment(), nullable=False),
        sa.Column("reread_at", Moment(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_pages_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_pages")),
    )
    op.create_index(op.f("ix_pages_reread_at"), "pages", ["reread_at"])


def _watch_what_is_known() -> None:
    """Have the pages read again of all Articles whose Meetings stand; those that are past are then forgotten."""
    articles = sa.table("articles", *map(sa.column, ("id", "key", "address", "is_whole")), sa.column("first_read_at", Moment()))
    revisions = sa.table("revisions", *map(sa.column, ("id", "article_id", "is_current")))
    mentions = sa.table("mentions", *map(sa.column, ("revision_id", "meeting_id")))
    meetings = sa.table("meetings", *map(sa.column, ("id", "status")))
    pages = sa.table("pages", *map(sa.column, ("article_id", "host")), *(sa.column(name, Moment()) for name in ("read_at", "reread_at")))
    speaking = (
        sa.select(revisions.c.article_id)
        .join(mentions, mentions.c.revision_id == revisions.c.id)
        .join(meetings, meetings.c.id == mentions.c.meeting_id)
        .where(revisions.c.is_current, meetings.c.status.in_(_STANDING))
    )
    connection = op.get_bind()
    known = sa.select(articles).where(
        articles.c.id.in_(speaking),
        articles.c.is_whole,
        articles.c.address.like("http%"),
        ~articles.c.key.like("calendar %"),
    )
    for row in connection.execute(known).all():
        values = {"article_id": row.id, "host": _host(row.address)}
        moments = {"read_at": row.first_read_at, "reread_at": row.first_read_at}
        connection.execute(sa.insert(pages).values(values | moments))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
