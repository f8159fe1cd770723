"""Months and their parts."""

from jobs.extraction.timex.readings import periods as read
from jobs.extraction.timex.rule import Rule

RULES = (
    Rule(
        "<month:plain_month>",
        read.month,
        reads={"December talks failed.": "2024-12", "April comes.": "2025-04"},
        leaves=("The month of the vote is open.", "They will march in step.", "They planned a fools' day."),
    ),
    Rule(
        "( <preposition> ) <month:whole_month>",
        read.month,
        reads={
            "They met from September to December.": "2024-09 2024-12",
            "They met in December.": "2024-12",
            "They will meet in January.": "2026-01",
            "They will meet in May.": "2025-05",
            "Nobody met since March.": "2025-03",
        },
        leaves=("They did it by may and might.", "May they meet.", "March on."),
    ),
    Rule(
        "( <preposition> ) <month:short_month> .",
        read.month,
        reads={"They met in Dec. and failed.": "2024-12"},
        leaves=("They met with Jan Smit.", "A letter from Jan to Piet."),
    ),
    Rule(
        "( <determiner> ) <month>",
        read.month,
        reads={"They praised Norway's March plan.": "2025-03", "They will attend the May summit.": "2025-05"},
        leaves=(
            "The may blossom is out.",
            "They march to a may tree.",
        ),
    ),
    Rule(
        "<near> <month>",
        read.relative_month,
        reads={
            "They met this January.": "2025-01",
            "They will meet next April.": "2026-04",
            "They met last May.": "2024-05",
        },
        leaves=("This may fail.",),
    ),
    Rule(
        "<month> [ [ , ] of ] <near> year",
        read.month,
        reads={"They will meet in May of next year.": "2026-05", "They will meet in September this year.": "2025-09"},
        leaves=("They may resign.",),
    ),
    Rule(
        "<month> [ of|, ] <year>",
        read.month,
        reads={
            "They met in Sept. 1988.": "1988-09",
            "The April 2025 summit will fail.": "2025-04",
            "They met in May 1988.": "1988-05",
        },
        leaves=("A march of 1,988 miles.",),
    ),
    Rule(
        "<part> [ - ] [ in ] <month> [ [ , ] <year> ]",
        read.month,
        reads={
            "They met in the middle of October.": "2024-10",
            "They met in late-November 1999.": "1999-11",
            "They will meet in early April.": "2025-04",
            "They will meet in mid-April.": "2025-04",
            "They will meet at the end of April 2025.": "2025-04",
        },
        leaves=("It was the end of march and song.",),
    ),
    Rule(
        "[ the ] <ordinal> half of <month> [ <year> ]",
        read.half_of_month,
        reads={"They will meet in the first half of April.": "2025-04"},
        leaves=("They will meet in the third half.",),
    ),
)
