"""What a rule is, and how a language's rules are looked for all at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from jobs.extraction.lexicon import Lexicon
from jobs.extraction.tense import Tense
from jobs.extraction.words import Word
from storage.models import When

T = TypeVar("T")


@dataclass(frozen=True)
class Context:
    """All that a rule may know besides the words it found."""

    day: date  # that relative words are counted from: the day of publication, or the dateline's
    tense: Tense = Tense.UNKNOWN  # of what happens on the date
    before: When | None = None  # the date read just before, for "the following day"


@dataclass(frozen=True)
class Rule(Generic[T]):
    """A phrasing of dates, or of clock times or lengths: what it looks like, how it is read, and examples of both.

    The examples run as tests.

    pattern  its words, and its name. ``<month>`` is any word of that group in the lexicon, handed to ``read`` as
             ``month=``; ``<last:day>`` is handed over as ``last=``; ``a|b`` is either word, ``[…]`` may be absent
    read     the Context and the words found → the dates in their order, none in doubt
    reads    sentence → its dates as ISO 8601, separated by spaces: "2025-03-14", "2025-03-14/2025-03-16" (a span),
             "2025-W11", "2025-03" ("in March"), "2025-Q2", "2025-summer", "2025"; clock times are "15:00" or
             "15:00 Europe/Oslo", lengths "P3D"
    leaves   near misses: sentences in which nothing may be read
    """

    pattern: str
    read: Callable[..., Sequence[T]]
    reads: Mapping[str, str] = field(default_factory=dict)
    leaves: Sequence[str] = ()


@dataclass(frozen=True)
class Found(Generic[T]):
    """A rule's pattern in the words: from word ``first`` up to, not including, word ``last``."""

    rule: Rule[T]
    first: int
    last: int
    values: Mapping[str, Any]

    def read(self, context: Context) -> Sequence[T]:
        """Return what the rule reads; nothing beyond the calendar, as in "in 9 years", said in 9995."""
        try:
            return self.rule.read(context, **self.values)
        except (OverflowError, ValueError):
            return ()


class _Node(Generic[T]):
    """A place in the tree of all patterns: what may follow, and the rule that ends here."""

    def __init__(self) -> None:
        self.words: dict[str, _Node[T]] = {}
        self.groups: dict[tuple[str, str], _Node[T]] = {}
        self.rule: Rule[T] | None = None


class Rules(Generic[T]):
    """A language's rules as one tree, walked from every word on; no pattern repeats, so the walk is short."""

    def __init__(self, rules: Sequence[Rule[T]], lexicon: Lexicon) -> None:
        self.all = tuple(rules)
        self._lexicon = lexicon
        self._root = _Node[T]()
        for rule in rules:
            for path in _paths(iter(rule.pattern.split())):
                self._plant(path, rule)

    def find(self, words: Sequence[Word]) -> Iterator[Found[T]]:
        """Yield what the rules find, from left to right, the longest where several begin, none overlapping.

        One that begins within another and ends after it is the better reading: in "for January 13" the day.
        """
        i = 0
        while i < len(words):
            found = self._longest(words, i)
            if found is None:
                i += 1
            elif later := self._reaching_on(words, found):
                i = later.first
            else:
                yield found
                i = found.last

    def _reaching_on(self, words: Sequence[Word], found: Found[T]) -> Found[T] | None:
        inside = (self._longest(words, i) for i in range(found.first + 1, found.last))
        return next((each for each in inside if each and each.last > found.last), None)

    def _plant(self, path: Sequence[str], rule: Rule[T]) -> None:
        node = self._root
        for step in path:
            if step.startswith("<"):
                name, _, group = step.strip("<>").rpartition(":")
                node = node.groups.setdefault((group, name or group), _Node())
            else:
                node = node.words.setdefault(step, _Node())
        if node is self._root:
            raise ValueError(f"the pattern {rule.pattern!r} matches nothing at all")
        node.rule = node.rule or rule

    def _longest(self, words: Sequence[Word], first: int) -> Found[T] | None:
        best: Found[T] | None = None
        waiting: list[tuple[_Node[T], int, dict[str, Any]]] = [(self._root, first, {})]
        while waiting:
            node, i, values = waiting.pop()
            if node.rule and (best is None or i > best.last):
                best = Found(node.rule, first, i, values)
            if i == len(words):
                continue
            if following := node.words.get(words[i].lower):
                waiting.append((following, i + 1, values))
            if node.groups:
                for group, value, length in self._lexicon.at(words, i):
                    waiting.extend(
                        (following, i + length, values | {name: value})
                        for (wanted, name), following in node.groups.items()
                        if wanted == group
                    )
        return best


def _paths(steps: Iterator[str]) -> list[list[str]]:
    """Every way through a pattern: with and without each "[…]", with each of "a|b"."""
    paths: list[list[str]] = [[]]
    for step in steps:
        if step == "]":
            break
        ways = [*_paths(steps), []] if step == "[" else [[each] for each in step.split("|")]
        paths = [path + way for path in paths for way in ways]
    return paths
