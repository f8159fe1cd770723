"""What has to be tried again waits, and keeps the moment it was due."""

import sqlalchemy as sa
from alembic import op

from storage.schema import Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("retry_at", Moment()))
