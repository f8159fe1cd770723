"""Companies, committees, courts and others that no catalogue lists, as one Article names them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from jobs.extraction.lexicon import Hit, Lexicon, Phrases
from jobs.extraction.named.institutions import institution_in, is_unit, names_of, opens_with_chamber, runs, units
from jobs.extraction.words import Word, phrase
from storage.actors import actor, other_actor
from storage.models import Actor

_LONGEST = 6  # words of a name
_LONGEST_TICKER = 8  # words between the brackets: "(6753.T)"
_PERSON = range(2, 4)  # words
_NO_PERSON = ("names", "ranks", "heads", "things", "suffixes")
_SHORTEST_LONG = 2  # words that have initials
_INITIALS = range(3, 7)  # letters
_OFTEN = 3  # times that a surname stands alone
_BEFORE_NAMES = frozenset({"said", "told", "with", "by", "and", "that", "of", "to", ","})
_AND = frozenset({"and", "or"})
_MOST = 200  # names; no article introduces more, and looking them up stays linear in the text
_GOES_ON = frozenset({"(", "of", "on"})  # after one word that may be more: "Acme (ACM.N)", "Court of Appeals"


class Told(NamedTuple):
    """A sentence, and the names of the catalogue in it."""

    words: Sequence[Word]
    names: Sequence[Hit]
    lowers: frozenset[str]  # the words, in lower case

    def find(self, section: str, lexicon: Lexicon) -> Iterator[Hit]:
        """Yield the phrases of a section in the sentence; most sentences have none."""
        table = lexicon[section]
        return iter(()) if table.first_words.isdisjoint(self.lowers) else table.find(self.words)


def told(sentences: Iterable[Sequence[Word]], lexicon: Lexicon) -> list[Told]:
    """Return the sentences with their names, which are looked for once."""
    return [
        Told(words, list(lexicon["names"].find(words)), frozenset([word.lower for word in words]))
        for words in sentences
    ]


class Bodies:
    """The names that the sentences of one Article introduce, and whom each means."""

    def __init__(self) -> None:
        self.phrases = Phrases(exact=True)
        self.runs: Sequence[tuple[Sequence[Word], range]] = ()  # of words with capital letters, with their sentences
        self.company: Actor | None = None  # the first of each
        self.panel: Actor | None = None
        self._by_code: dict[str, Actor] = {}
        self._companies: set[str] = set()
        self._persons: dict[str, str] = {}
        self._surnames: set[str] = set()
        self._short: set[str] = set()  # codes of those known by their initials
        self._boards: set[str] = set()  # those of them that are councils, committees and the like
        self._names: set[str] = set()
        self._alone: Counter[str] = Counter()  # words that stand alone, as surnames do
        self._as_name: set[str] = set()  # those of them before which a name may stand, and a noun may not

    def learn(self, sentences: Sequence[Told], lexicon: Lexicon) -> None:
        """Learn whom the sentences introduce."""
        found = self.runs = [(words, run) for words, *_ in sentences for run in runs(words, lexicon)]
        for words, run in found:
            if len(run) == 1 or is_unit(words, run):
                name = words[run.start].text if len(run) == 1 else phrase(words[run.start : run.stop])
                self._alone[name] += 1
                if _is_bare(words, run):
                    self._as_name.add(name)
        for words, run in found:  # first, since they are named for short as well
            chamber = institution_in(words, run, lexicon) if opens_with_chamber(words, run, lexicon) else None
            if chamber:
                self._add(*names_of(words, chamber, lexicon))
        for words, run in found:
            following = words[run.stop].lower if run.stop < len(words) else ""
            if len(run) > 1 or following in _GOES_ON:  # so it is with few names
                self._learn(words, run, lexicon)
        for words, run in found:
            self._learn_initials(words, run, lexicon)
        if self.company:
            for words, run in found:
                self._learn_rival(words, run, lexicon)
        for words, names, _ in sentences:
            self._learn_sides(words, names, lexicon)

    def actor(self, code: str) -> Actor | None:
        """Return the Actor of this code; None: the Article introduces no such."""
        return self._by_code.get(code)

    def is_company(self, code: str) -> bool:
        """Return whether the Actor of this code is a company."""
        return code in self._companies

    def is_body(self, code: str) -> bool:
        """Return whether the Actor of this code is neither a person nor a company."""
        return code not in self._persons and code not in self._companies

    def is_board(self, code: str) -> bool:
        """Return whether it is a council or the like that is known by its initials."""
        return code in self._boards

    def surname(self, code: str) -> str | None:
        """Return the surname of the person of this code; None: it is no person's."""
        return self._persons.get(code)

    def is_party(self, named: Actor) -> bool:
        """Return whether it is a person or a company, and so may be sued or tried."""
        return named.code in self._persons or named.code in self._companies

    @property
    def protagonist(self) -> Actor | None:
        """The person or company whose name stands alone most often; None: nobody is introduced by name."""
        names = self._persons | {code: self._by_code[code].name for code in self._companies}
        known = max(names, key=lambda code: self._alone[names[code]], default=None)
        return self._by_code[known] if known and self._alone[names[known]] >= _OFTEN else None

    def is_name(self, word: Word) -> bool:
        """Return whether it is the surname of a person whom the Article introduces: "Sessions", which are no event."""
        return word.text in self._surnames

    def is_well_known(self, code: str) -> bool:
        """Return whether it is neither a person nor known by initials, which official texts are full of."""
        return code not in self._persons and code not in self._short

    def _learn(self, words: Sequence[Word], run: range, lexicon: Lexicon) -> None:
        if acronym := _acronym(words, run, lexicon):
            code = self._add(acronym, phrase(words[run.start : run.stop])).code
            self._short.add(code)
            if lexicon["boards"].at(words, run.stop - 1):
                self._boards.add(code)
        elif company := _company(words, run, lexicon):
            self._add_company(words, company)
        elif institution := institution_in(words, run, lexicon):
            panel = self._add(*names_of(words, institution, lexicon))
            hit = self.phrases.at(words, institution.start)
            self.panel = self.panel or (hit and self.actor(hit.value)) or panel
        elif lexicon["judges"].are_in(words, run):
            return
        else:
            self._learn_person(words, run, lexicon)

    def _learn_person(self, words: Sequence[Word], run: range, lexicon: Lexicon) -> None:
        """Learn "John Marsh" and, for short, "Marsh", of "John F. Marsh"."""
        is_junior = words[run.stop - 1].lower == "jr"
        last = units(words, run)[-1]
        if not is_junior and len(words[last.start].text) > 1 and not self._alone[phrase(words[last.start : last.stop])]:
            return  # so it is with most
        own = _without_origin(words, run, lexicon)
        if is_junior and len(own) - 1 in _PERSON:
            self._persons[self._add(f"{phrase(words[own.start : own.stop])}.").code] = ""
            return
        names = [words[each.start : each.stop] for each in units(words, own)]
        full = [phrase(each) for each in names if len(each[0].text) > 1]  # without initials
        if len(full) in _PERSON and self._is_person(full[-1], words, own, lexicon):
            person = self._add(" ".join(full), phrase(words[own.start : own.stop]), full[-1])
            self._persons[person.code] = full[-1]
            self._surnames.add(full[-1])

    def _learn_initials(self, words: Sequence[Word], run: range, lexicon: Lexicon) -> None:
        """Learn "QTRA", of "QTRA will …", "QTRA chief …" or "with QTRA": a body that is known by its initials."""
        text, last = words[run.start].text, run.stop
        if len(run) > 1 or not text.isupper() or len(text) not in _INITIALS or self._alone[text] < _SHORTEST_LONG:
            return
        acts = last < len(words) and any(lexicon[each].at(words, last) for each in ("tense", "speakers", "titles"))
        is_met = run.start > 0 and words[run.start - 1].lower == "with"
        if (acts or is_met) and not any(lexicon[each].at(words, run.start) for each in ("names", "events")):
            self._short.add(self._add(text).code)

    def _learn_rival(self, words: Sequence[Word], run: range, lexicon: Lexicon) -> None:
        """Learn "Quillon", of "Japan's Quillon", where the talk is of companies."""
        first = run.start
        is_of_country = (
            first > 1 and words[first - 1].lower == "'s" and lexicon["names"].at(words, first - 2) is not None
        )
        is_known = any(lexicon[each].at(words, first) for each in _NO_PERSON)
        if is_of_country and len(run) == 1 and not is_known and self._alone[words[first].text] > 1:
            self._add(words[first].text)

    def _learn_sides(self, words: Sequence[Word], names: Sequence[Hit], lexicon: Lexicon) -> None:
        """Learn "Ruritanian rebels", and that "rebels" and "Ruritania rebels" are those."""
        for hit in names:
            if hit.section != "demonyms":
                continue
            for i in (hit.last, hit.last + 2):  # "Ruritanian rebels", "the Ruritanian government and rebels"
                if i < len(words) and lexicon["sides"].at(words, i) and (i == hit.last or words[i - 1].lower in _AND):
                    country, side = actor(hit.value).name, words[i].text
                    name = f"{phrase(words[hit.first : hit.last])} {side}"
                    self._add(name, side, f"{country} {side}", f"{country}'s {side}")

    def _add_company(self, words: Sequence[Word], full: range) -> None:
        """Learn "Acme Corp" and, where the Article says so for short, "Acme", by which it is known then."""
        name = words[full.start : full.stop]
        short = phrase(name[:-1])
        known = short if len(name) > 1 and (len(name) > 2 or self._alone[short]) else phrase(name)  # noqa: PLR2004
        company = self._add(known, phrase(name), *([name[0].text] if self._alone[name[0].text] else []))
        self._companies.add(company.code)
        self.company = self.company or company

    def _add(self, name: str, *also: str) -> Actor:
        known = other_actor(name)
        self._also(known, name, *also)
        return known

    def _also(self, known: Actor, *names: str) -> None:
        new = [each for each in dict.fromkeys(names) if each not in self._names]
        if len(self._names) < _MOST:
            self._by_code.setdefault(known.code, known)
            self.phrases.add("others", ((each, known.code) for each in new))
            self._names.update(new)

    def _is_person(self, last: str, words: Sequence[Word], run: range, lexicon: Lexicon) -> bool:
        """Whether the last of the names is used alone as well, as surnames are."""
        return (
            self._alone[last] > 0
            and all(len(words[i].text) == 1 or not words[i].text.isupper() for i in run)
            and not any(lexicon[each].are_in(words, run) for each in _NO_PERSON)
            and (last in self._as_name or not lexicon["events"].are_in(words, run))
        )


def _is_bare(words: Sequence[Word], run: range) -> bool:
    """Whether a word before it is no article or the like: "told Sessions", but not "the Summit"."""
    return run.start > 0 and words[run.start - 1].lower in _BEFORE_NAMES


def _without_origin(words: Sequence[Word], run: range, lexicon: Lexicon) -> range:
    """The run after "Japanese", "Secretary of State" and the like."""
    first, origins = run.start, lexicon.first_words("names", "ranks", "officers")
    for i in range(max(0, run.start - _LONGEST), run.stop):
        if words[i].text not in origins and words[i].lower not in origins:
            continue
        hit = lexicon["names"].at(words, i) or lexicon["ranks"].at(words, i) or lexicon["officers"].at(words, i)
        if hit and first < hit.last <= run.stop:
            first = hit.last
    while first < run.start + 1 < run.stop and _is_dateline(words[first], lexicon):
        first += 1
    return range(first, run.stop)


def _is_dateline(word: Word, lexicon: Lexicon) -> bool:
    """Whether it is "TUNIS"."""
    return word.text.isupper() and lexicon["names"].at([word._replace(text=word.text.title())], 0) is not None


def _company(words: Sequence[Word], run: range, lexicon: Lexicon) -> range | None:
    """A company's name in the run, up to "Corp", or before its ticker symbol; None: it is no company's."""
    suffixes = lexicon["suffixes"]
    if not suffixes.are_in(words, run) and not _is_ticker(words, run.stop):
        return None
    own = _without_origin(words, run, lexicon)
    if not own or suffixes.at(words, own.start):
        return None
    end = next((i + 1 for i in own if suffixes.at(words, i)), run.stop if _is_ticker(words, run.stop) else None)
    return range(own.start, end) if end else None


def _is_ticker(words: Sequence[Word], i: int) -> bool:
    if not _is_bracket(words, i):
        return False
    inside = [word.text for word in words[i : i + _LONGEST_TICKER]]
    if ")" not in inside:
        return False
    symbol = inside[1 : inside.index(")")]
    return "." in symbol and all(text == "." or text.isdigit() or text.isupper() for text in symbol)


def _is_bracket(words: Sequence[Word], i: int) -> bool:
    return i < len(words) and words[i].text == "("


def _acronym(words: Sequence[Word], run: range, lexicon: Lexicon) -> str | None:
    """The initials in brackets after the run: "(RFA)"; None: there are none, or the catalogue has them."""
    if len(run) < _SHORTEST_LONG or not _is_bracket(words, run.stop):
        return None
    inside = words[run.stop : run.stop + 3]
    if [word.text for word in inside[::2]] != ["(", ")"]:
        return None
    is_body = (
        inside[1].text.isupper() and len(inside[1].text) in _INITIALS and inside[1].text[0] == words[run.start].text[0]
    )
    is_known = any(lexicon[each].at(words, i) for each in ("names", "events") for i in (*run, run.stop + 1))
    return inside[1].text if is_body and not is_known else None
