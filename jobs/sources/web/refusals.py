"""Why there is no Answer, in words for an admin: what is wrong, and what to try where there is something."""

import aiohttp
from multidict import MultiMapping
from yarl import URL

from jobs.sources.web.headers import retry_after
from storage.errors import SourceError

PRIVATE = (
    "This address leads to a private network, which Daybook does not read. "
    "If it is yours, name its host in DAYBOOK_ALLOW_HOSTS."
)
NO_WEB_PORT = "This address names a port at which there is no web, but another service. Try it without the port."
_LATER = "Try again later."
_OPEN = "Try an address that opens without one, such as a public feed of the site."
_HOME = "Try the home page of the site: Daybook looks for its feed there."
_STATUSES = {
    401: ("asks for a password", _OPEN),
    402: ("asks to be paid first", "Try a page or a feed that is free to read."),
    403: ("does not let Daybook read this", "Try a public feed of the site, or ask the site to let Daybook in."),
    404: ("has nothing at this address", f"Is it spelt right? {_HOME}"),
    407: ("asks for a password", _OPEN),
    410: ("has taken this address away for good", _HOME),
    429: ("asks to be read less often", _LATER),
    451: ("may not show this for legal reasons", ""),
}
_WITH_RETRY_AFTER = (429, 503)


class UnreachableError(SourceError):
    """There is no answer, or one of a server that has a fault of its own: it may be another one later."""


class ClosedError(SourceError):
    """A site asks programs not to read this: it is not asked for again."""


class GuardError(OSError):
    """What the guard raises before it connects, its text a reason; aiohttp then tries a name's next address."""


def quoted(text: str) -> str:
    """Return ``text`` from outside in quotation marks: its first 200 characters, and none that is not seen."""
    return '"{}"'.format("".join(filter(str.isprintable, text))[:200])


def refused(url: URL, status: int, headers: MultiMapping[str]) -> SourceError:
    """Return what it means that ``status`` is the answer at ``url``, and no page."""
    kind = UnreachableError if status >= 500 else SourceError  # noqa: PLR2004 - from here on the fault is the server's
    default = ("has a fault of its own", _LATER) if kind is UnreachableError else ("does not answer this", "")
    wrong, to_try = _STATUSES.get(status, default)
    return kind(
        f"{url.host} {wrong} (HTTP {status}). {to_try}".strip(),
        retry_after=retry_after(headers) if status in _WITH_RETRY_AFTER else None,
        is_gone=status == 410,  # noqa: PLR2004 - Gone
    )


def failed(url: URL, error: aiohttp.ClientError | ValueError) -> SourceError:
    """Return what it means that asking for ``url`` ended in ``error``."""
    host = url.host
    match error:
        case aiohttp.ClientConnectorError() if isinstance(error.os_error, GuardError):
            return SourceError(str(error.os_error))
        case aiohttp.ClientConnectorDNSError():
            return UnreachableError(f"{host} is not known on the internet: is it spelt right?")
        case aiohttp.ClientConnectorCertificateError():
            return UnreachableError(
                f"{host} cannot show that it is {host}: its certificate is not valid. "
                "Try another address of the site; only its owner can put this right."
            )
        case aiohttp.ClientConnectorSSLError():
            return UnreachableError(f"{host} does not speak https here. Try the address with http://.")
        case aiohttp.ClientConnectorError():
            return UnreachableError(f"{host} cannot be reached. {_LATER}")
        case ValueError():
            return SourceError(f"{quoted(str(url))} is not a web address.")
        case _:
            return UnreachableError(f"{host} did not answer as a web server does. {_LATER}")


def too_slow(url: URL, seconds: float) -> UnreachableError:
    """Return what it means that there is no answer in time."""
    return UnreachableError(f"{url.host} did not answer within {seconds:g} seconds. {_LATER}")


def too_large(max_bytes: int) -> SourceError:
    """Return what it means that a body has more than ``max_bytes``."""
    return SourceError(
        f"This page is larger than {max_bytes / 2**20:g} MiB, the most that Daybook reads. "
        "Try a feed of fewer items, or of one section."
    )


def too_many_redirects(url: URL, most: int) -> SourceError:
    """Return what it means that ``url`` is not the end after ``most`` redirects."""
    return SourceError(f"{url.host} redirects more than {most} times. Try the address at which a browser ends.")


def needs_login(url: URL) -> SourceError:
    """Return what it means that ``url`` leads to a page where one logs in."""
    return SourceError(f"{url.host} asks for a login before it shows this. {_OPEN}")


def closed_to_robots(url: URL) -> SourceError:
    """Return what it means that robots.txt does not allow ``url``."""
    return ClosedError(
        f"{url.host} asks programs not to read this page (robots.txt). "
        "Try a feed of the site, or ask the site to let Daybook in."
    )


def unknown_to_robots(url: URL, error: SourceError) -> SourceError:
    """Return what it means that ``error`` is all that robots.txt gives: ``url`` may not be read for the moment."""
    return UnreachableError(
        f"The robots.txt of {url.host} has to be read before its pages, and that fails: {error.reason}",
        retry_after=error.retry_after,
    )
