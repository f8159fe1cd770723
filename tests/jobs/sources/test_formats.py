"""What is no source is called what it is, and something else is suggested."""

import io
import zipfile

import pytest

from jobs.sources.formats import refusal
from jobs.sources.records import Answer
from jobs.sources.registry import read_source
from jobs.sources.web.client import Web
from storage.errors import SourceError
from tests.builders import TODAY
from tests.web import Web as Site


def archive(name: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as packed:
        packed.writestr(name, "words")
    return body.getvalue()


FORMATS = {
    "PDF": (b"%PDF-1.7\n", "application/pdf", "This is a PDF document"),
    "PDF served as a file": (b"%PDF-1.7\n", "application/octet-stream", "This is a PDF document"),
    "PNG": (b"\x89PNG\r\n", "image/png", "This is an image"),
    "JPEG": (b"\xff\xd8\xff\xe0", "image/jpeg", "This is an image"),
    "WebP": (b"RIFF\x00\x00\x00\x00WEBP", "image/webp", "This is an image"),
    "zip": (archive("talks.txt"), "application/zip", "This is an archive of files"),
    "Word": (archive("word/document.xml"), "application/zip", "This is a document of an office program"),
    "old Word": (b"\xd0\xcf\x11\xe0", "application/msword", "This is a document of an office program"),
    "MP3": (b"ID3\x04", "audio/mpeg", "This is a recording"),
    "MP4": (b"\x00\x00\x00\x20ftypmp42", "video/mp4", "This is a recording"),
    "JSON": (b'{"a": 1}', "application/json", "This is JSON, but no JSON Feed"),
    "a list in JSON": (b" [1]", "text/html; charset=utf-8", "This is JSON, but no JSON Feed"),
    "XML": (b"<?xml version='1.0'?><a/>", "application/xml", "This is XML, but no feed"),
    "text": (b"Talks on 14 March", "text/plain", "This is plain text"),
    "nothing known": (b"\x00\x01\x02", "text/plain", "There is neither a feed, a calendar nor a page"),
}


@pytest.mark.parametrize(("body", "content_type", "sentence"), FORMATS.values(), ids=FORMATS)
def test_a_format_is_known_by_its_first_bytes(body: bytes, content_type: str, sentence: str) -> None:
    told = refusal(Answer("https://courier.example/", body, content_type))
    assert told.startswith(sentence)
    assert ": try " in told or ", or try " in told


async def test_the_sentence_is_what_an_admin_is_told(web: Web, site: Site) -> None:
    with pytest.raises(SourceError, match="PDF document, which Daybook does not read: try the page that links to it"):
        await read_source(web, site.serve("/", b"%PDF-1.7", content_type="application/pdf"), today=TODAY)
