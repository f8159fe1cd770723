"""What a rule is, and how a language's rules are looked for all at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from jobs.extraction.timex.meaning import Meaning
from jobs.extraction.timex.tense import Tense
from jobs.extraction.timex.timewords import TimeWords
from jobs.extraction.words import Word


def _unknown() -> Tense:
    return Tense.UNKNOWN


@dataclass(frozen=True)
class Context:
    """All that a rule may know besides the words it found."""

    day: date  # that relative words are counted from: the day of publication, or the dateline's
    before: Meaning | None = None  # the last one that names days, for "the following day"
    since: date | None = None  # where a span begins that ends here: "from Friday to …"
    day_first: bool = False  # whether 10/1 is a day in January
    is_history: bool = False  # whether all that the text has named so far is long past
    find_tense: Callable[[], Tense] = _unknown

    @cached_property
    def tense(self) -> Tense:
        """Where what happens at the time lies; looked for only when a rule asks."""
        return self.find_tense()


@dataclass(frozen=True)
class Rule:
    """A phrasing of time: what it looks like, how it is read, and examples of both.

    The examples run as tests.

    pattern  its words, and its name. ``<month>`` is any word of that group in time.toml, handed to ``read`` as
             ``month=``; ``<last:day>`` is handed over as ``last=``, ``<:part>`` not at all; ``a|b`` is either word,
             ``[…]`` may be absent. Words in ``(…)`` have to stand there, but belong to no expression: between two
             expressions, "March 10 ( and ) 12", any; before and after them one each
    read     the Context and the words found → what each expression means in their order, none in doubt
    reads    sentence → the TIMEX3 values of all that is read in it, separated by spaces
    leaves   near misses: sentences in which nothing may be read
    """

    pattern: str
    read: Callable[..., Sequence[Meaning]]
    reads: Mapping[str, str] = field(default_factory=dict)
    leaves: Sequence[str] = ()


@dataclass(frozen=True)
class Found:
    """A rule's pattern in the words; ``parts`` are its expressions, from a word up to, not including, another."""

    rule: Rule
    parts: Sequence[tuple[int, int]]
    values: Mapping[str, Any]

    @property
    def first(self) -> int:
        """Its first word."""
        return self.parts[0][0]

    @property
    def last(self) -> int:
        """The word after its last."""
        return self.parts[-1][1]

    def read(self, context: Context) -> Sequence[Meaning]:
        """Return what each part means; nothing beyond the calendar, as in "in 9 years", said in 9995."""
        try:
            return self.rule.read(context, **self.values)
        except (OverflowError, ValueError):
            return ()


_Senses = dict[int, Sequence[tuple[str, Any, int]]]


class _Step(NamedTuple):
    """A word or ``<group>`` of a pattern; ``is_gap``: in parentheses."""

    text: str
    is_gap: bool


class _End(NamedTuple):
    """A rule that ends at a node, and the words before and after of which one has to be there."""

    rank: tuple[int, int]  # of two that read the same words the lesser is taken
    rule: Rule
    after: frozenset[str] | None
    before: frozenset[str] | None

    def holds(self, words: Sequence[Word], first: int, last: int) -> bool:
        return (self.after is None or (first > 0 and words[first - 1].lower in self.after)) and (
            self.before is None or (last < len(words) and words[last].lower in self.before)
        )


class _Node:
    """A place in the tree of all patterns: what may follow, and the rules that end here."""

    __slots__ = ("ends", "gaps", "groups", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node] = {}
        self.gaps: dict[str, _Node] = {}
        self.groups: dict[str, list[tuple[str, _Node]]] = {}  # group → the names it is handed over as
        self.ends: list[_End] = []


class Rules:
    """A language's rules as one tree, walked from every word on; no pattern repeats, so the walk is short."""

    def __init__(self, rules: Sequence[Rule], times: TimeWords) -> None:
        """Plant the rules; of two that read the same words the one that asks for more around them does, or the first.

        Raises ValueError for a pattern that cannot be.
        """
        self.all = tuple(rules)
        self._times = times
        self._root = _Node()
        for number, rule in enumerate(rules):
            for path in _paths(_steps(rule.pattern)):
                self._plant(path, rule, number)
        self._openers = frozenset(self._root.words).union(*map(times.openers_of, self._root.groups))
        seconds = {opener: self._seconds_after(opener) for opener in self._openers}
        self._seconds = {opener: each for opener, each in seconds.items() if each is not None}

    def find(self, words: Sequence[Word]) -> Iterator[Found]:
        """Yield what the rules find, from left to right, the longest where several begin, none overlapping."""
        openers = self._openers
        begin = [i for i, word in enumerate(words) if word.lower in openers or "0" <= word.lower < ":"]  # a digit
        senses: _Senses = {}
        last = 0
        for i in begin:
            if i >= last and self._goes_on(words, i) and (found := self._longest(words, i, senses)):
                yield found
                last = found.last

    def _goes_on(self, words: Sequence[Word], i: int) -> bool:
        """Whether word ``i`` and the next may begin a pattern: so they do not with most "the" and "in"."""
        seconds = self._seconds.get(words[i].lower)
        if seconds is None:
            return True
        following = words[i + 1].lower if i + 1 < len(words) else ""
        return following in seconds or following[:1].isdecimal()

    def _seconds_after(self, opener: str) -> frozenset[str] | None:
        """The words of which one has to follow a pattern's first, if it is no number; None: any may."""
        node = self._root.words.get(opener, _Node())
        of_groups = [self._times.seconds_of(group, opener) for group in self._root.groups]
        if node.ends or None in of_groups or opener[0].isdecimal():
            return None
        seconds = (each for each in of_groups if each)
        return frozenset(node.words).union(node.gaps, *map(self._times.openers_of, node.groups), *seconds)

    def _plant(self, path: Sequence[_Step], rule: Rule, number: int) -> None:
        first = next((i for i, step in enumerate(path) if not step.is_gap), None)
        if first is None or first > 1:
            raise ValueError(f"the pattern {rule.pattern!r} begins nowhere")
        last = next(i for i in range(len(path), 0, -1) if not path[i - 1].is_gap)
        node = self._root
        for step in path[first:last]:
            if step.text.startswith("<"):
                name, colon, group = step.text.strip("<>").rpartition(":")
                node = self._branch(node, group, name if colon else group)
            else:
                node = (node.gaps if step.is_gap else node.words).setdefault(step.text, _Node())
        after, before = self._one_of(path[:first]), self._one_of(path[last:])
        for i, end in enumerate(node.ends):
            if end.rule is rule and end.after and after and end.before == before:
                node.ends[i] = end._replace(after=end.after | after)
                return
        rank = (after is None) + (before is None), number
        node.ends.append(_End(rank, rule, after, before))

    def _branch(self, node: _Node, group: str, name: str) -> _Node:
        branches = node.groups.setdefault(group, [])
        for known, following in branches:
            if known == name:
                return following
        branches.append((name, _Node()))
        return branches[-1][1]

    def _one_of(self, steps: Sequence[_Step]) -> frozenset[str] | None:
        if not steps:
            return None
        text = steps[0].text
        return self._times.openers_of(text.strip("<>")) if text.startswith("<") else frozenset({text})

    def _longest(self, words: Sequence[Word], first: int, known: _Senses) -> Found | None:
        """What is read from word ``first`` on; the senses of each word are looked up once, and noted in ``known``."""
        best: tuple[int, _End, tuple[int, ...], dict[str, Any]] | None = None
        waiting: list[tuple[_Node, int, tuple[int, ...], dict[str, Any]]] = [(self._root, first, (), {})]
        while waiting:
            node, i, gaps, values = waiting.pop()
            for end in node.ends:
                is_better = best is None or i > best[0] or (i == best[0] and end.rank < best[1].rank)
                if is_better and end.holds(words, first, i):
                    best = (i, end, gaps, values)
            if i == len(words):
                continue
            lower = words[i].lower
            if following := node.words.get(lower):
                waiting.append((following, i + 1, gaps, values))
            if node.gaps and (following := node.gaps.get(lower)):
                waiting.append((following, i + 1, (*gaps, i), values))
            if groups := node.groups:
                if (senses := known.get(i)) is None:
                    senses = known[i] = self._times.senses(words, i)
                for group, value, length in senses:
                    for name, following in groups.get(group, ()):
                        waiting.append((following, i + length, gaps, {**values, name: value} if name else values))
        if best is None:
            return None
        last, end, gaps, values = best
        return Found(end.rule, _parts(first, last, gaps), values)


def _parts(first: int, last: int, gaps: Sequence[int]) -> list[tuple[int, int]]:
    """The runs of words between the gaps."""
    return [(begin + 1, end) for begin, end in pairwise([first - 1, *gaps, last]) if begin + 1 < end]


def _steps(pattern: str) -> Iterator[_Step]:
    is_gap = False
    for text in pattern.split():
        if text in {"(", ")"}:
            is_gap = text == "("
        else:
            yield _Step(text, is_gap)


def _paths(steps: Iterator[_Step]) -> list[list[_Step]]:
    """Every way through a pattern: with and without each "[…]", with each of "a|b"."""
    paths: list[list[_Step]] = [[]]
    for step in steps:
        if step.text == "]":
            break
        if step.text == "[":
            ways = [*_paths(steps), []]
        else:
            ways = [[_Step(each, step.is_gap)] for each in step.text.split("|")]
        paths = [path + way for path in paths for way in ways]
    return paths
