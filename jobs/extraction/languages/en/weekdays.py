"""Weekdays."""

from jobs.extraction.timex.readings import days as read
from jobs.extraction.timex.rule import Rule

RULES = (
    Rule(
        "<weekday:plain_weekday>",
        read.weekday,
        reads={
            "Talks on Friday in Oslo.": "2025-03-07",
            "They backed Friday's decision.": "2025-02-28",
            "The ministry on Saturday issued a note.": "2025-03-01",
            "They will meet on Thursday.": "2025-03-06",
            "He said on Thursday that it was over.": "2025-02-27",
            "They will meet later on Monday.": "2025-03-03",
            "They will meet on Wednesday and Thursday.": "2025-03-05 2025-03-06",
            "They will meet from Thursday to Saturday.": "2025-03-06 2025-03-08",
        },
        leaves=("On a fine day they met a friday.", "They shook hands for a mon cher.", "The sun sat low."),
    ),
    Rule(
        "<near> <weekday:plain_weekday>",
        read.weekday_of_week,
        reads={
            "They will meet next Wednesday.": "2025-03-12",
            "They will meet this Wednesday.": "2025-03-05",
            "They met last Wednesday.": "2025-02-26",
        },
        leaves=(
            "The last Mon people fled.",
            "This Sun report was denied.",
        ),
    ),
    Rule(
        "[ this ] coming <weekday:plain_weekday>",
        read.coming_weekday,
        reads={"They will meet this coming Monday.": "2025-03-10", "They will meet the coming Friday.": "2025-03-07"},
        leaves=("The coming Sunak budget was read.",),
    ),
    Rule(
        "<chained> <weekday:plain_weekday>",
        read.weekday_of_before,
        reads={
            "They met on February 5 and the following Friday.": "2025-02-05 2025-02-07",
            "They met on February 5 and the previous Friday.": "2025-02-05 2025-01-31",
        },
        leaves=("The following Sun report was denied.",),
    ),
    Rule(
        "a week from <weekday:plain_weekday>",
        read.weekday_in_weeks,
        reads={"They will meet a week from Thursday.": "2025-03-13"},
        leaves=("A mile from Wednesbury.",),
    ),
    Rule(
        "every|each <weekday:plain_weekday>",
        read.every_weekday,
        reads={"They will meet every Tuesday.": "XXXX-WXX-2", "The council sits each Friday.": "XXXX-WXX-5"},
        leaves=(
            "Every Sunak ally left.",
            "Each Sun reader was asked.",
        ),
    ),
    Rule(
        "<weekday:plain_weekday> ( and|or ) <second:plain_weekday> <day_part:day_parts>",
        read.two_weekdays,
        reads={"Flights leave on Monday and Tuesday nights.": "XXXX-WXX-1TNI XXXX-WXX-2TNI"},
        leaves=("The sun and the nights are kind.",),
    ),
    Rule(
        "<weekday:plain_weekday> <day_part:day_parts>",
        read.every_weekday,
        reads={"Flights leave on Tuesday nights.": "XXXX-WXX-2TNI"},
        leaves=("The nights are long.",),
    ),
    Rule(
        "<weekday:weekdays>",
        read.every_weekday,
        reads={
            "The council sits on Tuesdays and Thursdays.": "XXXX-WXX-2 XXXX-WXX-4",
            "The council sits on Fridays.": "XXXX-WXX-5",
        },
        leaves=("They met on the day of rest.",),
    ),
)
