"""What a web page is good for: an article itself, or the feeds it leads to."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from jobs.sources import news_article
from jobs.sources.markup import markup_of, page_of
from jobs.sources.records import Answer
from jobs.sources.web.addresses import absolute
from storage.hosts import host_of

_TYPES = ("rss+xml", "atom+xml", "rdf+xml", "feed+json")
_ALTERNATES = "//link[contains(concat(' ', normalize-space(@rel), ' '), ' alternate ')][{}]".format(
    " or ".join(f"@type='application/{name}'" for name in _TYPES)
)
_ANCHORS = "//a[@href]"
_USUAL = re.compile(  # where a feed usually is; only followed where the page itself links there
    r"/(?:feeds?|rss|atom)(?:/|\.\w{2,4})?(?:index\.xml)?$|/(?:index|feed|rss|atom)\.(?:xml|rss|atom|rdf|json)$|\.(?:rss|atom|rdf)$",
    re.IGNORECASE,
)
_MOST = 20  # feeds of one page


@dataclass(frozen=True)
class Leads:
    """Where a page leads: ``feeds`` are addresses, the page's own word for them first."""

    is_article: bool  # as it says of itself
    feeds: tuple[str, ...] = ()


def leads(answer: Answer) -> Leads:
    """Return where a page leads, its comments' feeds left out; to be run in a child."""
    page = page_of(markup_of(answer))
    says_so = page.xpath("//meta[@property='og:type' and @content='article']")
    links = [link for link in page.xpath(_ALTERNATES) if "comment" not in link.get("title", "").lower()]
    found = [absolute(answer.address, link.get("href", "")) for link in links]
    anchors = (absolute(answer.address, link.get("href")) for link in page.xpath(_ANCHORS))
    found += [to for to in anchors if _USUAL.search(urlsplit(to).path) and host_of(to) == host_of(answer.address)]
    feeds = [address for address in dict.fromkeys(found) if address and "/comments/" not in address]
    return Leads(bool(says_so) or news_article.declared(page) is not None, tuple(feeds[:_MOST]))
