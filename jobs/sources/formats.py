"""What an address that is no source has instead, by its first bytes, and what could be tried: one sentence for each."""

import re

from jobs.sources.records import Answer

_BEGINS = (
    (rb"%PDF-", "PDF"),
    (rb"\x89PNG|GIF8|\xff\xd8\xff|RIFF....WEBP|BM.{4}\x00{4}|\x00\x00\x01\x00", "image"),
    (rb"PK\x03\x04|\x1f\x8b|BZh|7z\xbc\xaf|Rar!|\xfd7zXZ|\x28\xb5\x2f\xfd", "archive"),
    (rb"\xd0\xcf\x11\xe0|\{\\rtf", "office"),
    (rb"ID3|OggS|fLaC|RIFF....(?:WAVE|AVI )|....ftyp|\x1aE\xdf\xa3|\xff[\xfb\xf3\xf2]", "recording"),
    (rb"(?:\xef\xbb\xbf)?\s*<\?xml|(?:\xef\xbb\xbf)?\s*<[\w:.-]+[\s/>]", "XML"),
    (rb"(?:\xef\xbb\xbf)?\s*[\[{]", "JSON"),
)
_FORMATS = [(re.compile(begin, re.DOTALL), name) for begin, name in _BEGINS]
_OFFICE = (b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis")  # within a zip
_SENTENCES = {
    "PDF": "This is a PDF document, which Daybook does not read: try the page that links to it.",
    "image": "This is an image, which Daybook does not read: try the page that shows it.",
    "archive": "This is an archive of files, which Daybook does not read: try the page that links to it.",
    "office": "This is a document of an office program, which Daybook does not read: try the page that links to it.",
    "recording": "This is a recording, which Daybook does not read: try the feed or page that tells of it.",
    "XML": "This is XML, but no feed, sitemap or list of feeds: try the address of the site's feed or page.",
    "JSON": "This is JSON, but no JSON Feed: try the address of the site's feed or page.",
    "text": "This is plain text, which Daybook does not read regularly: forward it, or try a page or a feed.",
    "unknown": "There is neither a feed, a calendar nor a page at this address: try the site's home page.",
}


def refusal(answer: Answer) -> str:
    """Return the sentence for ``answer``, which no kind of source recognises."""
    name = next((name for begin, name in _FORMATS if begin.match(answer.body)), "")
    if name == "archive" and any(part in answer.body[:4096] for part in _OFFICE):
        name = "office"
    if not name:
        is_text = answer.content_type.startswith("text/") and b"\0" not in answer.body[:4096]
        name = "text" if is_text else "unknown"
    return _SENTENCES[name]
