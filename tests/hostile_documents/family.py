"""What a hostile document is."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

MEGABYTE = 2**20
Body = str | bytes | Iterator[bytes]


@dataclass(frozen=True)
class Family:
    """Documents of one kind of malice.

    make     a document, by how much there is of it or which variant it is; an iterator where nobody should hold it all
    sizes    what ``make`` is given; the first is small enough for every run of the tests
    headers  besides the content type
    is_raw   ``make`` gives all that the server says, its head included
    pause_s  seconds between two pieces of an iterator
    """

    name: str
    content_type: str
    make: Callable[[int], Body]
    sizes: tuple[int, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    is_raw: bool = False
    pause_s: float = 0

    def pieces(self, size: int) -> Iterator[bytes]:
        """Return a document of ``size``, a piece at a time."""
        made = self.make(size)
        if isinstance(made, str):
            made = made.encode("utf-8", "surrogatepass")
        return iter([made]) if isinstance(made, bytes) else made


def noise(size: int) -> bytes:
    """Return so many bytes without any meaning, always the same."""
    return random.Random(size).randbytes(size)  # noqa: S311 - nothing secret


def families(content_type: str, makers: Mapping[str, tuple[Callable[[int], Body], tuple[int, ...]]]) -> list[Family]:
    """Return the families of one content type, each by its name."""
    return [Family(name, content_type, make, sizes) for name, (make, sizes) in makers.items()]
