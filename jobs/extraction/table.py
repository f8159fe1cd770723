"""Tables of time, place and event in a text: rows of cells, and hours below the heading of a day, as Facts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from jobs.extraction.language import Language
from jobs.extraction.lexicon import Lexicon
from jobs.extraction.named.people import People
from jobs.extraction.passage import Passage
from jobs.extraction.sentences import sentences
from jobs.extraction.timex.dates import dates
from jobs.extraction.timex.expressions import read_sentences
from jobs.extraction.timex.meaning import Clock
from jobs.extraction.words import Word, words
from storage.models import Fact, Precision, When

_RULE = "table"
_LONGEST_DAY = 60  # characters of a cell or a heading that is a date
_LONGEST_NAME = 300
_MOST_CELLS = 12
_BARS = re.compile(r"(?<!\\)\|")
_GAPS = re.compile(r"\t+| {2,}")
_MARKS = re.compile(r"[\s#*>•·–—-]*")  # what decorates a heading or an item of a list
_END_MARKS = frozenset(":*#")
_BETWEEN = re.compile(r"^[\s:.,;–—-]+")  # an hour and what happens then
_ITEM = re.compile(r"[\s*•·–—-]*\d")
_RULED = re.compile(r"[\s|:=-]+")


@dataclass
class _Table:
    """What the rows above say of those below: the day, and what each column holds."""

    day: When | None = None
    columns: Sequence[str] = ()


@dataclass
class _Row:
    """What the cells of one row are."""

    name: str = ""
    place: str | None = None
    day: When | None = None
    clock: Clock | None = None
    parties: list[str] = field(default_factory=list)
    is_undatable: bool = False  # its day is there, and cannot be read


def tables(text: str, published: date, language: Language) -> Iterator[Fact]:
    """Yield each row of ``text`` that has a day, its own or that of the heading or row above, and names something.

    Whether that is a meeting is asked of all Facts alike.
    """
    table, reader, start = _Table(), _Reader(published, language), 0
    for line in text.split("\n"):
        if fact := _read(line, table, reader):
            yield replace(fact, start=start + fact.start, end=start + fact.end)
        start += len(line) + 1


def _read(line: str, table: _Table, reader: "_Reader") -> Fact | None:
    """The Fact in one line, its offsets in that; what the line says of those below is noted in ``table``."""
    if not line.strip() or _RULED.fullmatch(line):
        return None
    cells = _cells(line)
    if len(cells) < 2:  # noqa: PLR2004 - one cell is no row
        table.columns = ()
        return _item(line, table, reader)
    if columns := reader.columns(cells):
        table.columns = columns
        return None
    row = reader.row(cells, table.columns)
    if row.day or row.is_undatable:
        table.day = row.day
    is_row = row.day or row.clock or table.columns  # and no prose with two spaces after a stop
    return _fact(line, row, table.day) if is_row else None


def _item(line: str, table: _Table, reader: "_Reader") -> Fact | None:
    """A day as a heading, or "10:00 Meeting with …" below it."""
    text = _undecorated(line)
    if len(text) <= _LONGEST_DAY and (day := reader.day(text)):
        table.day = day
        return None
    if table.day is None or not _ITEM.match(line):
        return None
    clock, rest = reader.opening(text)
    return _fact(line, _Row(_BETWEEN.sub("", rest), clock=clock), table.day) if clock else None


def _undecorated(line: str) -> str:
    """The line without what decorates a heading or an item of a list."""
    opening = _MARKS.match(line)
    start, end = opening.end() if opening else 0, len(line)
    while end > start and (line[end - 1] in _END_MARKS or line[end - 1].isspace()):
        end -= 1
    return line[start:end]


def _fact(line: str, row: _Row, day: When | None) -> Fact | None:
    if day is None or not row.name:
        return None
    when = day
    if row.clock and row.clock.clock_time and day.is_day_precise and day.first == day.last:
        when = replace(day, precision=Precision.MINUTE, clock_time=row.clock.clock_time, zone=row.clock.zone)
    start = len(line) - len(line.lstrip())
    return Fact(
        start=start,
        end=len(line.rstrip()),
        name=row.name[:_LONGEST_NAME].rstrip(" ."),
        when=when,
        place=row.place,
        parties=", ".join(row.parties),
        rule=_RULE,
    )


def _cells(line: str) -> list[str]:
    """The cells of a row, those between bars or wide gaps; a line of prose is one."""
    if "|" in line and _BARS.search(line):
        return [" ".join(cell.split()) for cell in _BARS.split(line.strip().strip("|"))][:_MOST_CELLS]
    line = line.strip()
    if "\t" not in line and "  " not in line:  # so it is with most, and looked for faster
        return [line]
    return [cell.strip() for cell in _GAPS.split(line)][:_MOST_CELLS]


class _Reader:
    """Reads cells in one language, as of one day."""

    def __init__(self, published: date, language: Language) -> None:
        self._published, self._language = published, language

    @property
    def _lexicon(self) -> Lexicon:
        return self._language.lexicon

    def columns(self, cells: Sequence[str]) -> Sequence[str]:
        """Return what each column holds, if every cell is the head of one; else nothing."""
        heads = [self._head(words(cell)) for cell in cells]
        known = [head for head, cell in zip(heads, cells, strict=True) if cell]
        return heads if len(known) > 1 and all(known) else ()

    def _head(self, text: Sequence[Word]) -> str:
        hit = self._lexicon["columns"].at(text, 0) if text else None
        return hit.value if hit and hit.last == len(text) else ""

    def row(self, cells: Sequence[str], columns: Sequence[str]) -> _Row:
        """Return what the cells are: by the head of their column, else by what they say."""
        row = _Row()
        heads = columns if len(columns) == len(cells) else [""] * len(cells)
        rest: list[tuple[str, str]] = []
        for head, cell in zip(heads, cells, strict=True):
            if not cell:
                continue
            if head in {"", "day"} and row.day is None and (day := self.day(cell)):
                row.day = day
            elif head in {"", "time", "day"} and row.clock is None and (clock := self.clock(cell)):
                row.clock = clock
            elif head == "day":
                row.is_undatable = True
            elif head == "place":
                row.place = cell
            else:
                rest.append((head, cell))
        named = next((cell for head, cell in rest if head == "name"), None)
        row.name = named or next((cell for _, cell in rest if self._is_event(cell)), "")
        for head, cell in rest:
            if cell != row.name and head != "time":
                if not head and row.place is None and self._is_place(cell):
                    row.place = cell
                else:
                    row.parties.append(cell)
        return row

    def day(self, cell: str) -> When | None:
        """Return the days that are all that a cell says."""
        if len(cell) > _LONGEST_DAY:
            return None
        for read in read_sentences(sentences(words(cell), self._lexicon), self._published, self._language):
            text = read.sentence.words
            found = dates(text, read.expressions, read.tenses, self._lexicon)
            spans = [(each.first, each.last) for each in found]
            spans += [(each.first, each.last) for each in read.expressions if each.meaning.clock]
            said = {i for first, last in spans for i in range(first, last)}
            is_all = not any(word.text[0].isalnum() for i, word in enumerate(text) if i not in said)
            return found[0].when if len(found) == 1 and is_all and found[0].when.is_day_precise else None
        return None

    def clock(self, cell: str) -> Clock | None:
        """Return the clock time that a cell begins with, if it says no more than that and until when."""
        clock, rest = self.opening(cell)
        return clock if not any(letter.isalnum() for letter in rest) else None

    def opening(self, text: str) -> tuple[Clock | None, str]:
        """Return the clock time that a text begins with, and what follows it and the end of it: "10:00–12:00 Talks"."""
        clock, end = None, 0
        for read in read_sentences(
            sentences(words(text[:_LONGEST_DAY]), self._lexicon), self._published, self._language
        ):
            for each in read.expressions:
                stated = each.meaning.clock
                if stated is None or stated.clock_time is None or each.when or _BETWEEN.sub("", text[end : each.start]):
                    break
                clock, end = clock or stated, each.end
            break
        return clock, text[end:]

    def _is_event(self, cell: str) -> bool:
        passage = Passage(words(cell), (), self._lexicon, partial(People, None))
        return bool(passage.events or passage.hits("bodies"))

    def _is_place(self, cell: str) -> bool:
        """Whether a cell is a city, or a country, with what stands before it: "Palais Wilson, Geneva"."""
        passage = Passage(words(cell), (), self._lexicon, partial(People, None))
        return bool(passage.actors) and passage.actors[-1].section in {"cities", "capitals", "seats"}
