"""A compressed body → its bytes, with a bound: seven kilobytes of nested gzip are four gigabytes."""

import gzip
import io
import zlib

from jobs.sources.web.refusals import quoted, too_large
from storage.errors import SourceError

ACCEPTED = "gzip, deflate"  # as Accept-Encoding states them


def inflate(raw: bytes, encoding: str, max_bytes: int) -> bytes:
    """Return ``raw`` without its Content-Encoding: none, gzip or deflate, once.

    Raises SourceError for another one, for damaged data, and beyond ``max_bytes``; never takes more memory than that.
    """
    encoding = encoding.strip().lower()
    try:
        if encoding in ("", "identity") or not raw:
            body = raw
        elif encoding in ("gzip", "x-gzip"):
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
                body = file.read(max_bytes + 1)
        elif encoding == "deflate":
            body = zlib.decompressobj(_deflate_window(raw)).decompress(raw, max_bytes + 1)
        else:
            raise SourceError(f"This page is compressed as {quoted(encoding)}, which Daybook does not read.")
    except (EOFError, OSError, zlib.error) as error:
        raise SourceError("This page is compressed, and damaged.") from error
    if len(body) > max_bytes:
        raise too_large(max_bytes)
    return body


def _deflate_window(raw: bytes) -> int:
    """Return zlib's window for "deflate": zlib's format by the standard, bare deflate from many servers."""
    is_zlib = raw[0] & 0x0F == zlib.DEFLATED and int.from_bytes(raw[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS
