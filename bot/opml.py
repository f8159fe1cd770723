"""Sources as a file that feed readers take, and Daybook too: OPML 2.0 (http://opml.org/spec2.opml)."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from bot.markup import clean
from bot.sources import title
from storage.models import Source, SourceKind


def opml(sources: Iterable[Source]) -> bytes:
    """Return ``sources`` as OPML in UTF-8: feeds as what is subscribed to, all else under its kind."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = "Daybook"
    body = ET.SubElement(root, "body")
    for one in sources:
        called = clean(title(one), 200)
        where = (
            {"type": "rss", "xmlUrl": one.address}
            if one.kind is SourceKind.FEED
            else {"type": str(one.kind), "url": one.address}
        )
        ET.SubElement(body, "outline", {"text": called, "title": called, **where})
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
