"""Companies, panels, persons and sides that an Article introduces."""

import pytest

from jobs.extraction.language import language
from jobs.extraction.named.bodies import Bodies, told
from jobs.extraction.words import words

MEANT = {
    "a company by its full name": ("Quillon Corp met creditors. Its rival is Quillon.", "Quillon Corp", "Quillon"),
    "a company by its short name": ("Quillon Corp met creditors, and Quillon paid.", "Quillon", "Quillon"),
    "a company known by two words only": ("Blue Quill Corp met creditors.", "Blue Quill Corp", "Blue Quill"),
    "a company by its ticker symbol": ("Quillon (QLN.X) met creditors.", "Quillon", "Quillon"),
    "a company, not where it is": ("OSLO Quillon Corp met creditors, and Quillon paid.", "Quillon", "Quillon"),
    "a panel": ("They faced the Marsh Drainage Committee.", "Marsh Drainage Committee", "Marsh Drainage Committee"),
    "a court of something": ("The Court of Minor Appeals sat.", "Court of Minor Appeals", "Court of Minor Appeals"),
    "a council of two things": (
        "They face the Trade and Tourism Council.",
        "Trade and Tourism Council",
        "Trade and Tourism Council",
    ),
    "a committee on something": (
        "They face the Committee on Minor Arts and Crafts.",
        "Committee on Minor Arts and Crafts",
        "Committee on Minor Arts and Crafts",
    ),
    "a council, not whose it is": (
        "They face the Fisheries Council of the State Department.",
        "Fisheries Council",
        "Fisheries Council",
    ),
    "a person by the surname": ("Dana Okoro came, and Okoro spoke.", "Okoro", "Dana Okoro"),
    "a person with an initial": ("Dana F. Okoro came, and Okoro spoke.", "Dana F. Okoro", "Dana Okoro"),
    "a person of two surnames": ("Dana Okoro-Marsh came, and Okoro-Marsh spoke.", "Okoro-Marsh", "Dana Okoro-Marsh"),
    "a body by its initials": ("The River Fisheries Authority (RFA) met.", "RFA", "RFA"),
    "a body in full": ("The River Fisheries Authority (RFA) met.", "River Fisheries Authority", "RFA"),
    "a person whose surname is an event's word too": (
        "Tom Sessions came, and they told Sessions.",
        "Sessions",
        "Tom Sessions",
    ),
    "a committee of a house, for short": (
        "The Senate Water Committee met.",
        "Water Committee",
        "Senate Water Committee",
    ),
    "a committee of a house, whose country is named": (
        "The US House Water Committee met.",
        "US House Water Committee",
        "House Water Committee",
    ),
    "a body by initials that are not explained": ("They met QTRA, and QTRA will go.", "QTRA", "QTRA"),
    "rebels by their people": ("Malian rebels came.", "Malian rebels", "Malian rebels"),
    "rebels beside their government": ("The Malian government and rebels met.", "rebels", "Malian rebels"),
    "rebels alone": ("Malian rebels came; the rebels left.", "rebels", "Malian rebels"),
    "rebels by their country": ("Mali rebels came. Malian rebels left.", "Mali rebels", "Malian rebels"),
}
NOBODY = {
    "a committee on a day": ("They face the Committee on Friday.", "Committee on Friday"),
    "a country and a council": ("Kenya and Tourism Council came.", "Kenya and Tourism Council"),
    "a word that opens a sentence": ("Following Okoro they came, and Okoro spoke.", "Following Okoro"),
    "an event with a capital letter": ("The Marsh Sessions came, and the Sessions ended.", "Marsh Sessions"),
    "initials that do nothing": ("They met QTRA. Of QTRA they knew.", "QTRA"),
    "a judge": ("Judge Dana Okoro came, and Okoro spoke.", "Okoro"),
    "a person named once": ("Dana Okoro came.", "Dana Okoro"),
    "a body of the catalogue": ("The European Commission came.", "European Commission"),
    "half a name": ("The Trade and Tourism Council came.", "Tourism Council"),
    "an office": ("Malian President Dana Okoro came, and Okoro spoke.", "President Dana Okoro"),
}


def meant(text: str, name: str) -> str | None:
    english = language("en")
    assert english
    bodies = Bodies()
    bodies.learn(told((words(sentence) for sentence in text.split("\n")), english.lexicon), english.lexicon)
    hit = bodies.phrases.at(words(name), 0)
    known = bodies.actor(hit.value) if hit else None
    return known.name if known else None


@pytest.mark.parametrize(("text", "name", "actor"), MEANT.values(), ids=MEANT)
def test_an_article_introduces(text: str, name: str, actor: str) -> None:
    assert meant(text, name) == actor


@pytest.mark.parametrize(("text", "name"), NOBODY.values(), ids=NOBODY)
def test_an_article_does_not_introduce(text: str, name: str) -> None:
    assert meant(text, name) is None


def test_a_name_has_one_code_however_often_it_is_introduced() -> None:
    english = language("en")
    assert english
    bodies = Bodies()
    sentence = words("Quillon Corp met Quillon Corp, and Quillon paid.")
    bodies.learn(told([sentence], english.lexicon), english.lexicon)
    assert bodies.company
    assert bodies.company.code == "x-quillon"
    assert bodies.is_company("x-quillon")
