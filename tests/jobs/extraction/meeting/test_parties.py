"""Who meets, in whole articles of a few sentences."""

from datetime import date

import pytest

from jobs.extraction.extract import extract
from storage.models import Article

WHO = {
    "who an office-holder is, as the article says elsewhere": (
        "",
        "Irish Prime Minister Nora Byrne will visit Oslo on Friday.\nByrne will meet the Danish king on 10 March.",
        "DK IE",
    ),
    "whose president it is, by where the report is written": (
        "",
        "TUNIS (Wire) - President Sami Ayadi will travel to Rome on 10 March.",
        "IT TN",
    ),
    "the president who was introduced": (
        "",
        "Polish President Ewa Nowak spoke.\nThe president will visit Malta on 10 March.",
        "MT PL",
    ),
    "he, who was named before": (
        "",
        "Ghana's Foreign Minister Kofi Addo spoke. He will visit Togo on 10 March.",
        "GH TG",
    ),
    "he, who speaks": ("", "Polish President Ewa Nowak said she will visit Malta on 10 March.", "MT PL"),
    "the two sides, who were named before": (
        "",
        "Peru and Chile disagree.\nThe two sides agreed to meet again on 10 March.",
        "CL PE",
    ),
    "who is explained": (
        "",
        "They told Nora Byrne, the Irish envoy.\nByrne will visit Malta on 10 March.",
        "IE MT",
    ),
    "the country that was said to be visited": (
        "",
        "Polish President Ewa Nowak spoke in Malta.\nNowak's next visit will be on 10 March.",
        "MT PL",
    ),
    "a panel and whom it hears": (
        "",
        "Dana Okoro fears the Marsh Drainage Committee. Okoro will testify before the panel on 10 March.",
        "x-dana-okoro x-marsh-drainage-committee",
    ),
    "the company": (
        "",
        "Quillon Corp is poor, and Quillon knows it.\nThe company will hold a board meeting on 10 March.",
        "x-quillon",
    ),
    "a company, by who leads it": (
        "",
        "Quillon Inc (QLN.X) Chief Executive Dana Okoro will visit Vietnam on 10 March. Okoro said so, for Quillon.",
        "VN x-quillon",
    ),
    "who is named in the title": ("Latvia and Estonia to hold talks", "The talks will be held on 10 March.", "EE LV"),
    "the president and parliament of one country": (
        "",
        "U.S. President Al Gray will meet lawmakers on 10 March.",
        "CONGRESS WHITE-HOUSE",
    ),
    "both houses of a parliament": ("", "The House and the Senate will meet on 10 March.", "CONGRESS"),
    "whom a court tries": (
        "",
        "Dana Okoro is in jail.\nThe trial against Okoro will begin on 10 March.",
        "x-dana-okoro",
    ),
    "a company, not where it is from": (
        "",
        "Quillon Corp fears Japan's Pavora. Pavora is rich.\nChile's Quillon will meet Japan's Pavora on 10 March.",
        "x-pavora x-quillon",
    ),
    "not what is met beside": (
        "",
        "Italy and Malta will meet on 10 March on the margins of the OAS assembly.",
        "IT MT",
    ),
    "the parliament, not its members": (
        "",
        "Dana Okoro came.\nU.S. President Al Gray will meet lawmakers and Okoro on 10 March.",
        "CONGRESS WHITE-HOUSE",
    ),
    "the country abroad": ("", "U.S. President Al Gray will meet the Irish prime minister on 10 March.", "IE US"),
    "a small group's members": ("", "AUKUS leaders will meet on 10 March.", "AU GB US"),
    "the host of a summit that one travels to": (
        "",
        "The Japanese prime minister will attend the G20 summit in Brazil on 10 March.",
        "BR G20 JP",
    ),
    "the opposition, which is not the country": (
        "",
        "The Malian opposition will hold talks with Togo on 10 March.",
        "TG x-malian-opposition",
    ),
    "not who is in another clause": ("", "Spain spoke, but Italy and Malta will meet on 10 March.", "IT MT"),
    "who is to visit": ("", "Plans for the Irish foreign minister to visit Malta on 10 March are made.", "IE MT"),
    "the country of the title, where the report is written elsewhere": (
        "Malta says talks are near",
        "OSLO (Wire) - Foreign Minister Carmel Zahra will meet the Irish prime minister on 10 March.",
        "IE MT",
    ),
    "a minister's counterpart": (
        "",
        "Maltese Foreign Minister Carmel Zahra spoke.\nZahra will meet his Irish counterpart Owen Byrne on 10 March.",
        "IE MT",
    ),
    "a committee, named for short": (
        "",
        "The Senate Fisheries Committee met.\nThe Fisheries Committee will hold a hearing on 10 March.",
        "x-senate-fisheries-committee",
    ),
    "a committee of the House, whose name it opens with": (
        "",
        "The House Fisheries Committee will hold a hearing on 10 March.",
        "x-house-fisheries-committee",
    ),
    "no other country's parliament": (
        "",
        "Maltese President of the Senate Carmel Zahra will visit Ireland on 10 March.",
        "IE MT",
    ),
    "the court and whom it hears": (
        "",
        "Dana Okoro sued.\nOkoro spoke.\nA federal judge will hold a hearing with Okoro on 10 March.",
        "DISTRICT-COURT x-dana-okoro",
    ),
    "the one of whom all speak, before a court": (
        "",
        "Dana Okoro sued in federal court.\nOkoro and Okoro and Okoro spoke.\nA hearing was set for 10 March.",
        "DISTRICT-COURT x-dana-okoro",
    ),
    "who prosecutes, where somebody is tried": (
        "",
        "Dana Okoro was charged in U.S. District Court.\nThe trial of Okoro will begin on 10 March.",
        "JUSTICE-DEPARTMENT x-dana-okoro",
    ),
    "not the country's prosecutor in another court": (
        "",
        "Dana Okoro was charged in U.S. District Court.\nThe state trial of Okoro will begin on 10 March.",
        "x-dana-okoro",
    ),
    "a body by its initials, which only this text has": (
        "",
        "QTRA said it was ready.\nThe Irish minister will meet with QTRA on 10 March.",
        "IE x-qtra",
    ),
    "who leads a body that is known by initials": (
        "",
        "QTRA will wait.\nQTRA chief Dana Okoro spoke.\nOkoro will visit Malta on 10 March.",
        "MT x-qtra",
    ),
    "the party whose convention it is": (
        "",
        "Dana Okoro is a Republican candidate.\nOkoro will wait until the party's convention on 10 March.",
        "REPUBLICANS",
    ),
    "whose convention it is, and nobody who waits for it": (
        "",
        "Irish Prime Minister Owen Byrne spoke ahead of the Democratic National Convention on 10 March.",
        "DEMOCRATS",
    ),
    "not who only reports": (
        "",
        "Dana Okoro fears the Road Committee.\nBen Marsh told the panel of a day for Okoro to testify: 10 March.",
        "x-dana-okoro x-road-committee",
    ),
    "the president and a committee of his own parliament": (
        "",
        "The Senate Fisheries Committee sat.\nPresident Trump will meet the Fisheries Committee on 10 March.",
        "WHITE-HOUSE x-senate-fisheries-committee",
    ),
    "not where somebody comes from": (
        "",
        "Irish Foreign Minister Nora Byrne arrived in Malta from Greece and will leave for Italy on 10 March.",
        "IE IT",
    ),
    "not with whom somebody has ties": (
        "",
        "Ireland and Malta will meet on 10 March to praise their ties with Greece.",
        "IE MT",
    ),
    "not the threats of somebody": (
        "",
        "Ireland and Malta will meet on 10 March over the threat from Greece.",
        "IE MT",
    ),
    "not what a conference is on": (
        "",
        "Ireland and Malta will co-host on 10 March a ministerial on Greece to discuss the crisis there.",
        "IE MT",
    ),
    "who is named this once": (
        "",
        "The tycoon Dana Okoro is scheduled to meet on 10 March with the Marsh Trust.",
        "x-dana-okoro x-marsh-trust",
    ),
    "not of what kind somebody is": ("", "Ireland will meet Republican voters on 10 March.", "IE"),
    "what somebody comes for": (
        "",
        "The Irish foreign minister will travel on 10 March to attend the EU-Togo dialogue.",
        "EU IE TG",
    ),
}


@pytest.mark.parametrize(("title", "text", "codes"), WHO.values(), ids=WHO)
def test_the_article_names(title: str, text: str, codes: str) -> None:
    found = extract(Article(title=title, text=text, published=date(2025, 3, 3)))
    meeting = next(each for each in found if each.when.first == date(2025, 3, 10))
    assert " ".join(sorted(actor.code for actor in meeting.actors)) == codes


def test_the_two_delegations_are_those_whom_a_government_met() -> None:
    text = "The minister met the Serbian president.\nThe two sides will meet again on 10 March."
    article = Article(title="", text=text, published=date(2025, 3, 3), address="https://a.gov.uk")
    assert {actor.code for actor in extract(article)[0].actors} == {"GB", "RS"}


def test_a_government_that_writes_needs_no_department_of_its_own() -> None:
    text = "The Bureau of Marsh Affairs and the Marsh Trust Foundation will hold a conference on 10 March."
    article = Article(title="", text=text, published=date(2025, 3, 3), address="https://a.gov.uk")
    assert {actor.code for actor in extract(article)[0].actors} == {"GB", "x-marsh-trust-foundation"}


def test_a_government_that_writes_takes_part() -> None:
    article = Article(
        title="",
        text="He will attend the NATO summit on 10 March.",
        published=date(2025, 3, 3),
        address="https://a.gov.uk",
    )
    assert {actor.code for actor in extract(article)[0].actors} == {"GB", "NATO"}
