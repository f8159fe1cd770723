"""One meeting, one entry: why a Mention is of its Meeting, what caused a Change, and what admins decide."""

from datetime import UTC, datetime, time

import sqlalchemy as sa
from alembic import op

from storage.schema import Moment

revision = "0002"
down_revision = "0001"

_LONG_DAYS = 31
_SAYS = ("announces", "moves", "postpones", "cancels", "denies", "held")


def upgrade() -> None:
    _decisions()
    _meetings()
    _mentions()
    _changes()
    _alerts()
    _meeting_dates()


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "action", _word("action", "merge", "split", "edit", "retract", "confirm", "undo"), nullable=False
        ),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("state", _word("decisionstate", "asked", "applied", "undone", "refused"), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_decisions_meeting_id"), "decisions", ["meeting_id"])
    op.create_index(op.f("ix_decisions_state"), "decisions", ["state"])


def _meetings() -> None:
    with op.batch_alter_table("meetings", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("earlier", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("dissent", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("merged_into", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_meetings_merged_into"), "meetings", ["merged_into"], ["id"])
        batch.create_index(op.f("ix_meetings_merged_into"), ["merged_into"])


def _mentions() -> None:
    with op.batch_alter_table("mentions") as batch:
        batch.add_column(sa.Column("said_at", Moment(), nullable=True))
        batch.add_column(sa.Column("score", sa.Float(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("reasons", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("pinned_by", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_mentions_pinned_by"), "decisions", ["pinned_by"], ["id"])
    mentions = sa.table("mentions", sa.column("id"), sa.column("revision_id"), sa.column("said_at", Moment))
    revisions = sa.table("revisions", sa.column("id"), sa.column("article_id"))
    articles = sa.table(
        "articles", sa.column("id"), sa.column("published", sa.Date), sa.column("published_at", Moment)
    )
    found = op.get_bind().execute(
        sa.select(mentions.c.id, articles.c.published, articles.c.published_at)
        .join(revisions, revisions.c.id == mentions.c.revision_id)
        .join(articles, articles.c.id == revisions.c.article_id)
    )
    for row in found.all():
        said_at = row.published_at or datetime.combine(row.published, time(), UTC)
        op.execute(mentions.update().where(mentions.c.id == row.id).values(said_at=said_at))
    with op.batch_alter_table("mentions") as batch:
        batch.alter_column("said_at", existing_type=Moment(), nullable=False)
        batch.alter_column("meeting_id", existing_type=sa.Integer(), nullable=True)
        batch.drop_constraint("says", type_="check")
        batch.create_check_constraint("says", sa.column("says").in_(_SAYS))
        batch.create_index(op.f("ix_mentions_said_at"), ["said_at"])
        batch.create_index(op.f("ix_mentions_pinned_by"), ["pinned_by"])


def _changes() -> None:
    with op.batch_alter_table("changes") as batch:
        batch.add_column(sa.Column("cause", sa.String(length=32), nullable=False, server_default="clock"))
        batch.create_index(op.f("ix_changes_cause"), ["cause"])
    op.execute(
        "UPDATE changes SET cause = 'revision:' ||"
        " (SELECT revision_id FROM mentions WHERE mentions.id = changes.mention_id) WHERE mention_id IS NOT NULL"
    )


def _alerts() -> None:
    """Let an alert be of what one cause changed; what is known as yet is each of one Meeting, and stays so."""
    op.create_table(
        "delivery_meetings",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name=op.f("fk_delivery_meetings_delivery_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_delivery_meetings_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("delivery_id", "meeting_id", name=op.f("pk_delivery_meetings")),
    )
    op.create_index(op.f("ix_seen_meeting_id"), "seen", ["meeting_id"])
    op.execute(
        "INSERT INTO delivery_meetings (delivery_id, meeting_id) SELECT deliveries.id, meetings.id"
        " FROM deliveries JOIN meetings ON meetings.uid = deliveries.subject WHERE deliveries.kind = 'change'"
    )
    op.execute(  # the id tells alerts of one cause from each other
        "UPDATE deliveries SET revision = id, subject = 'changes:' || COALESCE((SELECT MAX(changes.cause)"
        " FROM changes JOIN meetings ON meetings.id = changes.meeting_id"
        " WHERE meetings.uid = deliveries.subject AND changes.sequence = deliveries.revision), 'clock')"
        " WHERE kind = 'change'"
    )


def _meeting_dates() -> None:
    """Make the table, and fill it: each Actor that meets, with each date that was ever said."""
    dates = op.create_table(
        "meeting_dates",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("actor_code", sa.String(length=80), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("is_long", sa.Boolean(create_constraint=True, name="is_long"), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_dates_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "actor_code", "first_day", "last_day", name=op.f("pk_meeting_dates")),
    )
    assert dates is not None  # noqa: S101 - it was made a line above
    op.create_index(
        "ix_meeting_dates_looked_up",
        "meeting_dates",
        ["actor_code", "is_long", "first_day", "last_day", "meeting_id"],
    )
    mentions = sa.table(
        "mentions",
        *(sa.column(name, sa.Date) for name in ("first_day", "last_day", "earlier_first_day", "earlier_last_day")),
        sa.column("meeting_id"),
    )
    actors = sa.table("meeting_actors", sa.column("meeting_id"), sa.column("actor_code"), sa.column("meets"))
    found = op.get_bind().execute(
        sa.select(mentions, sa.func.coalesce(actors.c.actor_code, "").label("actor_code")).outerjoin(
            actors, sa.and_(actors.c.meeting_id == mentions.c.meeting_id, actors.c.meets)
        )
    )
    rows = {
        (row.meeting_id, row.actor_code, first, last)
        for row in found
        for first, last in ((row.first_day, row.last_day), (row.earlier_first_day, row.earlier_last_day))
        if first is not None
    }
    if rows:
        op.bulk_insert(
            dates,
            [
                {
                    "meeting_id": meeting_id,
                    "actor_code": code,
                    "first_day": first,
                    "last_day": last,
                    "is_long": (last - first).days > _LONG_DAYS,
                }
                for meeting_id, code, first, last in sorted(rows)
            ],
        )


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=16)
