"""Of what kind a meeting is: by its word, by who meets, and by what else the article calls it."""

from datetime import date

import pytest

from jobs.extraction.extract import extract
from storage.models import Article, Kind


def kinds(text: str, title: str = "") -> list[Kind]:
    return [each.kind for each in extract(Article(title=title, text=text, published=date(2025, 3, 3)))]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    {
        "talks": ("Kenya and Uganda will hold talks in Nairobi on 10 March.", Kind.TALKS),
        "a body's own meeting": ("A meeting of the OSCE will be held on 10 March.", Kind.COUNCIL),
        "a meeting with a body": (
            "The president will hold a meeting with US Congress leaders on 10 March.",
            Kind.TALKS,
        ),
        "a board's": ("The bank's board will hold a regular meeting on Wednesday.", Kind.COUNCIL),
        "a meeting of a committee": (
            "Chile and Peru will hold a meeting of the Joint Border Committee on 10 March.",
            Kind.COUNCIL,
        ),
        "a committee that meets somebody": (
            "Members of the Finance Committee will meet with President Ruiz of Chile on 10 March.",
            Kind.TALKS,
        ),
        "a trip for talks": ("Chile's foreign minister will travel to Peru on 10 March for talks.", Kind.VISIT),
        "a trip to attend": (
            "Chile's foreign minister will travel to Peru on 10 March to attend a summit.",
            Kind.SUMMIT,
        ),
        "a meeting with the host where the sentence opens": (
            "In Peru on 10 March, Chile's foreign minister will meet with President Ruiz.",
            Kind.VISIT,
        ),
        "a dinner that belongs to a visit": (
            "Chile will host President Ruiz of Peru for an official visit, with a state dinner, on 10 March.",
            Kind.VISIT,
        ),
        "the better of two words side by side": (
            "Chile, Peru and Bolivia will hold a trilateral ministerial meeting on 10 March.",
            Kind.COUNCIL,
        ),
        "a session of two sides": ("Chile and Peru will hold a plenary session on 10 March.", Kind.TALKS),
        "a ministerial to which others are invited": (
            "Chile and Peru will jointly host a virtual health ministerial on 10 March.",
            Kind.CONFERENCE,
        ),
        "an annual meeting of two sides": ("Chile and Peru will hold their annual meeting on 10 March.", Kind.TALKS),
        "a committee with a long name": (
            "The Advisory Committee on Rural Postal Services will convene on 10 March.",
            Kind.COUNCIL,
        ),
        "a board that was named before": (
            "The monetary board will look at prices in full when it meets on 10 March.",
            Kind.COUNCIL,
        ),
        "ministers are no body": ("The foreign ministers of Chile and Peru will meet on 10 March.", Kind.TALKS),
        "what is hosted, after a guest": (
            "Chile will host President Ruiz of Peru for the first Andean Leaders' Summit on 10 March.",
            Kind.SUMMIT,
        ),
        "what is hosted, after the date": ("Chile will host on 10 March a forum on trade.", Kind.CONFERENCE),
        "what is hosted, before the host": (
            "Envoys look forward to the climate summit that Chile will host on 10 March.",
            Kind.SUMMIT,
        ),
        "a guest after the word for another meeting": (
            "After the climate summit Chile will host President Ruiz of Peru on 10 March.",
            Kind.VISIT,
        ),
        "what is chaired": ("Chile's minister will chair a dialogue with Peru on 10 March.", Kind.TALKS),
        "a verb that is also a noun": (
            "Chile's foreign minister is due to visit Peru on 10 March for further negotiations.",
            Kind.VISIT,
        ),
        "a conference that is called by another word first": (
            "Chile will take part in a ministerial donor conference on 10 March.",
            Kind.CONFERENCE,
        ),
        "leaders who meet": ("The climate plan is on the table when EU leaders meet on 10 March.", Kind.SUMMIT),
        "leaders whom somebody meets": ("President Ruiz of Chile will meet with EU leaders on 10 March.", Kind.TALKS),
        "a group of countries that meets": ("The G7 is scheduled to meet in Halifax on 10 March.", Kind.SUMMIT),
        "a group's ministers": ("G7 finance ministers will meet in Halifax on 10 March.", Kind.COUNCIL),
        "talks of those at odds": (
            "Talks between the Malian government and the rebels will resume on 10 March.",
            Kind.NEGOTIATION,
        ),
        "negotiators who meet": ("Negotiators from Chile and Peru will sit down on 10 March.", Kind.NEGOTIATION),
        "negotiators who are invited": (
            "President Ruiz of Chile will have lunch with the negotiators on 10 March.",
            Kind.TALKS,
        ),
        "a name in brackets": (
            "Chile and Peru will attend the Andean Trade Forum (ATF) Summit on 10 March.",
            Kind.SUMMIT,
        ),
        "a summit of a forum": (
            "Leaders are invited to the Lima Summit of the Forum on Trade scheduled for 4 and 5 November.",
            Kind.SUMMIT,
        ),
        "a forum after a summit": ("Leaders will attend the Andean forum of the region on 10 March.", Kind.CONFERENCE),
        "an event by its edition": ("Chile is preparing to host the eighth ABC in Lima on 10 March.", Kind.CONFERENCE),
        "a guest for the first time": ("Chile will host the first Peruvian president on 10 March.", Kind.VISIT),
        "a ministerial of a plan": (
            "Chile will co-host the Clean Harbour Plan (CHP) Foreign Ministerial Meeting with Peru on 10 March.",
            Kind.CONFERENCE,
        ),
        "a person before a committee": (
            "Dana Okoro spoke. Okoro's session with the Senate Water Committee is set for 10 March.",
            Kind.HEARING,
        ),
        "a minister before a committee": (
            "Chile's foreign minister will hold a meeting with the Senate Water Committee on 10 March.",
            Kind.TALKS,
        ),
        "ministers of a group, by a longer name": (
            "ASEAN ministers of foreign affairs will meet in Hanoi on 10 March.",
            Kind.COUNCIL,
        ),
        "a council that is known by its initials": (
            "Chile and Peru have the Trade and Tourism Council (TTC). Both will host the next TTC meeting on 10 March.",
            Kind.COUNCIL,
        ),
        "what comes to a head": (
            "The quarrel may come to a head at a meeting of Chile and Peru on 10 March.",
            Kind.TALKS,
        ),
        "bilateral, of something else": (
            "Chile's foreign minister will visit Peru on 10 March to look after bilateral relations.",
            Kind.VISIT,
        ),
        "a bilateral": ("Chile and Peru will hold a bilateral on 10 March.", Kind.TALKS),
        "talks beside a summit": (
            "Chile's minister will hold talks with Peru on the sidelines of the APEC summit next week.",
            Kind.TALKS,
        ),
        "talks about a summit": (
            "Chile will welcome Peru's president on 10 March to discuss the upcoming APEC summit.",
            Kind.VISIT,
        ),
        "a summit with its own date, beside talks of it": (
            "Chile's ministers spoke to discuss the APEC summit on 10 March.",
            Kind.SUMMIT,
        ),
        "talks after a trip": ("Chile's president will fly to Lima before talks with Peru on 10 March.", Kind.TALKS),
        "a trip before some day": (
            "Chile's president will visit Peru before 10 March for a dialogue on trade.",
            Kind.VISIT,
        ),
    }.values(),
)
def test_a_sentence_tells_the_kind(sentence: str, kind: Kind) -> None:
    assert kinds(sentence)[:1] == [kind]


def test_the_title_calls_the_meeting_a_summit() -> None:
    assert kinds("Mali and Chad will meet in Lagos on 10 March.", title="Mali-Chad summit is set") == [Kind.SUMMIT]


def test_a_ministerial_to_which_others_are_invited_is_one_wherever_it_is_named() -> None:
    text = "Chile and Peru will host a health ministerial on 10 March.\nThe ministerial on 10 March will be short."
    assert kinds(text) == [Kind.CONFERENCE, Kind.CONFERENCE]


def test_the_title_of_other_talks_leaves_them_talks() -> None:
    assert kinds("Mali and Chad will meet in Lagos on 10 March.", title="Mali and Chad plan talks") == [Kind.TALKS]
