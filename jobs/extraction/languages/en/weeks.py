"""Weeks and weekends."""

from jobs.extraction.timex.readings import periods as read
from jobs.extraction.timex.rule import Rule

RULES = (
    Rule(
        "[ the ] week of <month> <day> [ [ , ] <year> ]",
        read.week_of,
        reads={
            "They met in the week of June 2, 2024.": "2024-W23",
            "They will meet in the week of March 12.": "2025-W11",
            "They will meet the week of March 16.": "2025-W12",
        },
        leaves=(
            "A week of marches 5.",
            "A week of April 31.",
        ),
    ),
    Rule(
        "[ the ] week of [ the ] <day> [ of ] <month> [ [ , ] <year> ]",
        read.week_of,
        reads={"They will meet in the week of 16 March.": "2025-W12"},
        leaves=("A week of 31 April.",),
    ),
    Rule(
        "[ the ] week commencing|beginning|starting [ on ] [ <:weekday> [ , ] ] <month> <day> [ [ , ] <year> ]",
        read.week_of,
        reads={
            "They will meet in the week beginning March 17.": "2025-W12",
            "They will meet in the week starting Monday, March 17, 2025.": "2025-W12",
        },
        leaves=("A week commencing April 31.",),
    ),
    Rule(
        "[ the ] week commencing|beginning|starting [ on ] [ <:weekday> [ , ] ]"
        " [ the ] <day> [ of ] <month> [ [ , ] <year> ]",
        read.week_of,
        reads={
            "They will meet in the week commencing 17 March.": "2025-W12",
            "They will meet in the week beginning on Monday 17 March.": "2025-W12",
        },
        leaves=("A week commencing 31 April.",),
    ),
    Rule(
        "[ the ] <ordinal> week of|in <month> [ <year> ]",
        read.week_of_month,
        reads={"They will meet in the first week of April.": "2025-W14"},
        leaves=("They will meet in the first week of talks.",),
    ),
    Rule(
        "the|<near> weekend",
        read.weekend,
        reads={
            "They met last weekend.": "2025-W09-WE",
            "They will meet next weekend.": "2025-W11-WE",
            "They will meet this weekend.": "2025-W10-WE",
            "They will meet over the weekend.": "2025-W10-WE",
            "They met over the weekend.": "2025-W09-WE",
        },
        leaves=(
            "They are weekenders.",
            "It was a weekend of talks.",
        ),
    ),
)
