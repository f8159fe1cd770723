"""Whole articles, in our own words; and the first real one where it is at hand."""

from datetime import date
from pathlib import Path

from jobs.extraction.extract import extract
from storage.models import Article, Certainty, Kind, Mention, Precision, Says, Tier

# The facts of the first real article, told anew.
SECURITY_TALKS = Article(
    title="Washington and Moscow plan security talks for next month",
    text="""\
Thousands of Russian soldiers went back to barracks on Saturday, the defence ministry in Moscow said, while American \
analysts still see preparations for an attack on Ukraine in early 2022.
Diplomats from the United States and Russia will sit down for security talks on January 10, a US National Security \
Council spokeswoman confirmed on Tuesday.
President Joe Biden spoke with his Russian counterpart Vladimir Putin earlier this month.
A meeting of the OSCE is expected on January 13, according to the US official.
NATO and Russia will also hold a separate meeting on January 12, a NATO official and the White House confirmed.
""",
    published=date(2021, 12, 28),
)


def mentions(
    text: str, *, title: str = "", published: date = date(2025, 3, 3), tier: Tier = Tier.OTHER
) -> list[Mention]:
    return extract(Article(title=title, text=text, published=published, tier=tier))


def facts(found: list[Mention]) -> list[tuple[str, set[str], Kind, str, Certainty]]:
    ordered = sorted(found, key=lambda each: each.when.first)
    return [
        (f"{each.when.first}", {actor.code for actor in each.actors}, each.kind, each.name, each.certainty)
        for each in ordered
    ]


def test_the_facts_of_the_first_real_article() -> None:
    found = extract(SECURITY_TALKS)
    assert facts(found) == [
        ("2022-01-10", {"US", "RU"}, Kind.TALKS, "United States – Russia: security talks", Certainty.CONFIRMED),
        ("2022-01-12", {"NATO", "RU"}, Kind.TALKS, "NATO – Russia: meeting", Certainty.CONFIRMED),
        ("2022-01-13", {"OSCE"}, Kind.COUNCIL, "OSCE: meeting", Certainty.EXPECTED),
    ]
    assert {actor.code for each in found for actor in each.confirmed_by if each.when.first.day == 12} == {"NATO", "US"}


def test_the_first_real_article(shared: Path) -> None:
    seed = shared / "seeds/us-russia-talks-2021-12-28.txt"
    title, _, address, text = seed.read_text("utf-8").split("\n", 3)
    article = Article(title=title, text=text, published=date(2021, 12, 28), address=address)
    found = extract(article)
    assert facts(found) == [
        ("2022-01-10", {"US", "RU"}, Kind.TALKS, "United States – Russia: security talks", Certainty.CONFIRMED),
        ("2022-01-12", {"NATO", "RU"}, Kind.TALKS, "Russia – NATO: meeting", Certainty.CONFIRMED),
        ("2022-01-13", {"OSCE"}, Kind.COUNCIL, "OSCE: meeting", Certainty.EXPECTED),
    ]
    assert [actor.code for each in found for actor in each.confirmed_by if each.when.first.day == 12] == ["NATO", "US"]
    assert all(each.quote == article.body[each.start : each.end] and "\n" not in each.quote for each in found)


def test_a_headline_without_the_day_is_no_further_meeting() -> None:
    found = mentions(
        "The leaders of India and Nepal will meet on April 8.", title="India and Nepal to hold talks next month"
    )
    assert [each.when.precision for each in found] == [Precision.DAY]


def test_the_talks_take_their_actors_from_the_sentence_before() -> None:
    found = mentions("Chile wants a border treaty with Peru. The talks will begin on 10 March.")
    assert [actor.code for actor in found[0].actors] == ["CL", "PE"]


def test_a_meeting_told_of_twice_is_two_mentions_with_one_day() -> None:
    found = mentions("Kenya and Uganda will hold talks on 10 March.\nThe meeting on 10 March will be in Nairobi.")
    assert [(each.when.first.day, {actor.code for actor in each.actors}) for each in found] == [(10, {"KE", "UG"})] * 2


def test_a_meeting_is_called_off_in_the_next_sentence() -> None:
    found = mentions("Sudan and Chad were to hold talks on 10 March. The meeting has been called off.")
    assert [(each.says, each.when.first.day) for each in found] == [(Says.ANNOUNCES, 10), (Says.CANCELS, 10)]


def test_an_official_source_confirms_what_it_announces() -> None:
    text = "The Prime Minister will visit Estonia on 10 March."
    assert mentions(text)[0].certainty is Certainty.EXPECTED
    assert mentions(text, tier=Tier.OFFICIAL)[0].certainty is Certainty.CONFIRMED


def test_an_office_without_a_country_is_that_of_the_government_that_writes() -> None:
    article = Article(
        title="",
        text="The Foreign Minister will travel to Cairo on 10 March.",
        published=date(2025, 3, 3),
        address="https://www.regjeringen.gov.no/a",
    )
    assert {actor.code for actor in extract(article)[0].actors} == {"NO", "EG"}


def test_a_person_stands_for_the_country_that_the_article_names() -> None:
    found = mentions(
        "Latvian Foreign Minister Inga Ozola spoke on Monday.\nOzola will meet the Finnish president on 10 March."
    )
    assert {actor.code for actor in found[0].actors} == {"LV", "FI"}


def test_a_dateline_sets_the_day_that_words_are_counted_from() -> None:
    text = "GENEVA, March 2 (Wire) - Fiji and Samoa will hold talks tomorrow."
    assert [each.when.first for each in mentions(text)] == [date(2025, 3, 3)]


def test_a_december_article_means_the_january_that_follows() -> None:
    found = mentions("Laos and Vietnam will meet on January 10.", published=date(2024, 12, 20))
    assert [each.when.first for each in found] == [date(2025, 1, 10)]


def test_a_meeting_later_on_the_day_of_publication_counts() -> None:
    assert len(mentions("Cuba and Haiti will meet later on Monday.")) == 1


def test_a_meeting_of_many_is_named_after_the_first() -> None:
    found = mentions("Brazil, Chile, Peru, Cuba and Panama will hold a summit on 10 March.")
    assert found[0].name == "Brazil and others: summit"


def test_a_language_without_a_folder_is_not_read() -> None:
    assert extract(Article(title="", text="Treffen am 10. März", published=date(2025, 3, 3), language="de")) == []


def test_a_dialect_is_read_as_its_language() -> None:
    article = Article(title="", text="Mali and Togo meet on 10 March.", published=date(2025, 3, 3), language="en-GB")
    assert len(extract(article)) == 1
