"""Digests and counters: the hour a chat asks for, since when a part runs, and what was settled lately by its state."""

import sqlalchemy as sa
from alembic import op

from storage.schema import Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("chats", sa.Column("daily_hour", sa.Time(), nullable=True))
    op.add_column("leases", sa.Column("since_at", Moment(), nullable=True))
    op.drop_index("ix_deliveries_settled_at", "deliveries")
    settled = sa.text("settled_at IS NOT NULL")
    op.create_index(
        op.f("ix_deliveries_settled_at_state"),
        "deliveries",
        ["settled_at", "state"],
        sqlite_where=settled,
        postgresql_where=settled,
    )
