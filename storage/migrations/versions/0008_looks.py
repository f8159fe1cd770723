"""Looks: what people ask to have looked at once."""

import sqlalchemy as sa
from alembic import op

from storage.schema import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", _word("lookfor", "read", "test", "add"), nullable=False),
        sa.Column("state", _word("lookstate", "asked", "shown", "wanted", "settled"), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("may_keep", sa.Boolean(create_constraint=True, name="may_keep"), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False, server_default="[]"),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_looks_source_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looks")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_looks_asked_at"), "looks", ["asked_at"])
    op.create_index(op.f("ix_looks_state_id"), "looks", ["state", "id"])
    op.create_index(op.f("ix_looks_user_id_asked_at"), "looks", ["user_id", "asked_at"])


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=16)
