"""Whom the people of one Article stand for, as it introduces them."""

from collections.abc import Collection, Iterator, Sequence

from jobs.extraction.lexicon import Hit, Lexicon
from jobs.extraction.named.bodies import Bodies, Told, told
from jobs.extraction.named.leaders import Leaders
from jobs.extraction.words import Word
from storage.actors import actor
from storage.models import Actor, ActorKind

_WORDS_BEFORE_TITLE = 3  # "Russia's deputy foreign minister"
_WORDS_AFTER_TITLE = 6  # "Prime Minister Naftali Bennett of Israel"
_LONGEST_PERSON = 5  # words, a stop after an initial included
_LONGEST_DATELINE = 4  # words
_SHORTEST_SURNAME = 3  # letters; an initial is none
_SENDERS = frozenset({"names", "demonyms", "offices", "seats", "others"})


class People:
    """Those whom an Article introduces; an office without a country is that of ``home``.

    home     the government that writes; None: a reporter
    leaders  who is known without being introduced; None: nobody
    """

    def __init__(self, home: Actor | None, leaders: Leaders | None = None) -> None:
        self.home, self.bodies = home, Bodies()
        self._leaders = leaders
        self.seat: Actor | None = None
        self.court: Actor | None = None
        self.party: Actor | None = None
        self.countries: frozenset[Actor] = frozenset()
        self._by_surname: dict[str, Actor] = {}
        self._known: dict[str, Actor] = {}
        self._supposed: dict[str, Actor] = {}
        self._by_office: dict[str, Actor] = {}

    def report_from(self, sentences: Sequence[Told], lexicon: Lexicon, headline: int) -> None:
        """Learn of which country the report is: a president without one is of that.

        Of the one where it is written, "TUNIS (Wire) -", or, if it does not speak of that, the first in its title.
        """
        self.countries = frozenset(country for each in sentences for country in _countries(each, lexicon))
        prose = next((each.words for each in sentences if each.words[0].start >= headline), [])
        shouted = [word._replace(text=word.text.title()) for word in prose[:_LONGEST_DATELINE] if word.text.isupper()]
        hits = (hit for hit in lexicon["names"].find(shouted) if hit.section == "capitals")
        here = next((actor(hit.value) for hit in hits), None)
        self.seat = here if here and here.kind is ActorKind.COUNTRY else None
        if not self.home and self.seat not in self.countries:
            title = [each for each in sentences if each.words[0].start < headline]
            self.seat = next((country for each in title for country in _countries(each, lexicon)), self.seat)

    def meet(self, sentence: Told, lexicon: Lexicon) -> None:
        """Learn whom a sentence introduces: "Russian Foreign Minister Sergei Lavrov", "President Duda of Poland"."""
        words = sentence.words
        bodies = (hit for hit in self.bodies.phrases.find(words) if self.bodies.is_body(hit.value))
        hits = [*sentence.names, *bodies]
        for title in hits:
            if title.section == "titles":
                self._meet_holder(words, title, hits, lexicon)
            elif title.section == "offices":
                surnames = [*_surnames(words, title.last, lexicon)] or [*_surname_before(words, title.first)]
                self._keep(self._by_surname, surnames, actor(title.value))
        self._meet_officers(sentence, lexicon)

    def recognise(self) -> None:
        """Learn whom leaders stand for who are named in full."""
        if self._leaders is None:
            return
        for words, run in self.bodies.runs:
            if len(run) > 1:
                for surname, whose in self._leaders.named(words, run):
                    self._known.setdefault(surname, whose)

    def _meet_holder(self, words: Sequence[Word], title: Hit, hits: Sequence[Hit], lexicon: Lexicon) -> None:
        surnames = list(_surnames(words, title.last, lexicon))
        sent = list(sent_by(words, title, hits, lexicon))
        senders = [self.bodies.actor(sender.value) or actor(sender.value) for sender in sent]
        if sent and not surnames:
            surnames = list(_surname_before(words, min(title.first, sent[0].first)))
        for sender in senders:
            self._keep(self._by_surname, surnames, sender)
            if surnames:
                self._by_office.setdefault(_office(words, title), sender)
        if senders or not lexicon["national"].at(words, title.first):
            return
        leader = self._leaders and surnames and self._leaders.called(surnames[0])
        if leader:
            self._known.setdefault(surnames[0], leader)
        elif self.seat:
            self._keep(self._supposed, surnames, self.seat)
        supposed = leader or self.seat
        if surnames and supposed:
            self._by_office.setdefault(_office(words, title), supposed)

    def _meet_officers(self, sentence: Told, lexicon: Lexicon) -> None:
        """Learn who leads a company: "Acme Inc Chief Executive Jo Doe"; where none is named, the first one."""
        words, officers = sentence.words, list(sentence.find("officers", lexicon))
        if not officers:
            return
        companies = [hit for hit in self.bodies.phrases.find(words) if self.bodies.is_company(hit.value)]
        for officer in officers:
            before = [hit for hit in companies if hit.last <= officer.first]
            company = self.bodies.actor(before[-1].value) if before else self.bodies.company
            if company:
                self._keep(self._by_surname, _surnames(words, officer.last, lexicon), company)

    @staticmethod
    def _keep(known: dict[str, Actor], surnames: Sequence[str] | Iterator[str], whose: Actor) -> None:
        for surname in surnames:
            known.setdefault(surname, whose)

    @property
    def surnames(self) -> Collection[str]:
        """The surnames of all who were introduced."""
        return self._by_surname.keys() | self._known.keys() | self._supposed.keys()

    def find(self, surname: str) -> Actor | None:
        """Return whom the person of this name stands for; None: nobody who was introduced."""
        return self._by_surname.get(surname) or self._known.get(surname) or self._supposed.get(surname)

    def holder(self, words: Sequence[Word], title: Hit) -> Actor | None:
        """Return for whom "the president" stands who was introduced as such; None: nobody."""
        return self._by_office.get(_office(words, title))


def introduced(
    sentences: Sequence[Sequence[Word]],
    home: Actor | None,
    lexicon: Lexicon,
    headline: int,
    *,
    leaders: Leaders | None = None,
) -> People:
    """Return whom the sentences of an Article introduce.

    headline  how many characters at its beginning are its title
    leaders   those in office on the day of publication
    """
    read = told(sentences, lexicon)
    people = People(home, leaders)
    people.bodies.learn([each for each in read if each.words[0].start >= headline], lexicon)
    people.court = _first("courts", read, lexicon)
    people.party = _first("sympathies", read, lexicon)
    people.report_from(read, lexicon, headline)
    people.recognise()
    for each in read:
        people.meet(each, lexicon)
    return people


def _countries(sentence: Told, lexicon: Lexicon) -> Iterator[Actor]:
    """The countries that a sentence names by more than a city, and not as a place: "in Mali"."""
    for hit in sentence.names:
        if hit.section in _SENDERS and actor(hit.value).kind is ActorKind.COUNTRY:
            before = lexicon["roles"].at(sentence.words, hit.first - 1) if hit.first else None
            if before is None or before.value != "place":
                yield actor(hit.value)


def _first(section: str, sentences: Sequence[Told], lexicon: Lexicon) -> Actor | None:
    """The first Actor of the catalogue that the Article names in the words of a section."""
    openers = lexicon.first_words(section)
    hits = (hit for each in sentences if not openers.isdisjoint(each.lowers) for hit in each.find(section, lexicon))
    return next((actor(hit.value) for hit in hits), None)


def sent_by(words: Sequence[Word], title: Hit, hits: Sequence[Hit], lexicon: Lexicon) -> Iterator[Hit]:
    """Yield the countries and bodies that stand right before a title, or after it with a name and "of" between."""
    for name in hits:
        if name.section not in _SENDERS:
            continue
        if name.last <= title.first:
            between = words[name.last : title.first]
            if (
                len(between) <= _WORDS_BEFORE_TITLE
                and all(_is_rank(words, i, lexicon) for i in range(name.last, title.first))
                and not _is_visited(words, name, lexicon)
            ):
                yield name
        else:
            between = words[title.last : name.first]
            if len(between) <= _WORDS_AFTER_TITLE and all(_is_part_of_name(word, lexicon) for word in between):
                yield name


def _office(words: Sequence[Word], title: Hit) -> str:
    return " ".join(word.lower for word in words[title.first : title.last])


def _is_visited(words: Sequence[Word], name: Hit, lexicon: Lexicon) -> bool:
    """Whether it is "in Belgium President …" and not "Belgium's President …"."""
    return (
        name.section == "names"
        and name.first > 0
        and (before := lexicon["roles"].at(words, name.first - 1)) is not None
        and before.value == "place"
        and words[name.last].lower != "'s"
    )


def _is_rank(words: Sequence[Word], i: int, lexicon: Lexicon) -> bool:
    return words[i].lower == "'s" or words[i].text.islower() or lexicon["ranks"].at(words, i) is not None


def _is_part_of_name(word: Word, lexicon: Lexicon) -> bool:
    return word.text[0].isupper() or word.text == "." or word.lower in lexicon.name_particles


def _surname_before(words: Sequence[Word], first: int) -> Iterator[str]:
    """Who is explained at word ``first``: "Nora Byrne, the Irish envoy"."""
    comma = first - 1
    if comma > 0 and words[comma].lower == "the":
        comma -= 1
    if comma > 1 and words[comma].text == "," and all(words[i].text.istitle() for i in (comma - 1, comma - 2)):
        yield words[comma - 1].text


def _surnames(words: Sequence[Word], first: int, lexicon: Lexicon) -> Iterator[str]:
    """The last of the capitalised words that begin at ``first``."""
    last = first
    end = min(len(words), first + _LONGEST_PERSON)
    while last < end and (
        words[last].text[0].isupper() or _is_initial(words, last) or _is_particle(words, last, first, lexicon)
    ):
        last += 1
    if last > first and len(words[last - 1].text) >= _SHORTEST_SURNAME:
        yield words[last - 1].text


def _is_particle(words: Sequence[Word], i: int, first: int, lexicon: Lexicon) -> bool:
    """Whether it is the "de" of "Jan de Boer"."""
    is_within = first < i < len(words) - 1 and words[i + 1].text[0].isupper()
    return is_within and words[i].lower in lexicon.name_particles - {"of", "the"}


def _is_initial(words: Sequence[Word], i: int) -> bool:
    return words[i].text == "." and i > 0 and len(words[i - 1].text) == 1
