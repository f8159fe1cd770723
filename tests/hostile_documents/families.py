"""All families."""

from tests.hostile_documents.calendars import CALENDARS
from tests.hostile_documents.feeds import FEEDS
from tests.hostile_documents.lists import LISTS
from tests.hostile_documents.pages import PAGES
from tests.hostile_documents.servers import SERVERS

FAMILIES = [*FEEDS, *PAGES, *CALENDARS, *LISTS, *SERVERS]
