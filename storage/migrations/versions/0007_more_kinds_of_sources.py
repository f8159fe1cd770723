"""More kinds of Sources: listings, sitemaps and lists in OPML."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_KINDS = ("feed", "page", "listing", "sitemap", "calendar", "opml")


def upgrade() -> None:
    with op.batch_alter_table("sources", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint("sourcekind", type_="check")
        batch.create_check_constraint("sourcekind", sa.column("kind").in_(_KINDS))
