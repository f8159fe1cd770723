"""Seasons, years and longer."""

from jobs.extraction.timex.readings import periods as read
from jobs.extraction.timex.rule import Rule

RULES = (
    # Seasons
    Rule(
        "[ <:part> ] <near> <season>",
        read.season,
        reads={
            "They met last fall.": "2024-FA",
            "They met this past spring.": "2024-SP",
            "They will meet this summer.": "2025-SU",
            "They will meet next spring.": "2026-SP",
        },
        leaves=("Prices will fall next.",),
    ),
    Rule(
        "[ the ] [ <:part> ] <season> [ of ] <year>",
        read.season,
        reads={"They met in the late summer of 1914.": "1914-SU", "They met in the summer of 1988.": "1988-SU"},
        leaves=("The fall in prices is over.",),
    ),
    Rule(
        "the [ early|late ] <season:plain_season>",
        read.season,
        reads={"Sales fell over the early summer.": "2025-SU"},
        leaves=(
            "The Prague uprising was crushed.",
            "The springs are hot.",
        ),
    ),
    Rule(
        "( in|during|by|until|since ) [ the ] [ <:part> ] <season>",
        read.season,
        reads={"They will meet in the fall.": "2025-FA"},
        leaves=("In the springs of the north.",),
    ),
    # Years and longer
    Rule(
        "( <preposition> ) <year>",
        read.year,
        reads={
            "They met in 1848.": "1848",
            "They met between 1788 and 1790.": "1788 1790",
            "They met in nineteen ninety-six.": "1996",
        },
        leaves=("They counted 1500 of them.", "Some 1830 people came."),
    ),
    Rule(
        "the year <year>",
        read.year,
        reads={"They met in the year two thousand.": "2000"},
        leaves=(),
    ),
    Rule(
        "[ fiscal [ year ] ] <year:modern_year>",
        read.year,
        reads={
            "They chose 1988, not 1990.": "1988 1990",
            "Sales rose in fiscal 1989.": "1989",
            "The 2026 plan failed.": "2026",
        },
        leaves=(
            "They paid €2020.",
            "Item #1999 sold.",
            "It rose by 19.88.",
            "They lost it in 12026 steps.",
            "It cost $1988.",
            "They counted 1,988 of them.",
            "It rose 1988%.",
        ),
    ),
    Rule(
        "<part> [ - ] [ in ] <year>",
        read.year,
        reads={
            "They met in early 1988.": "1988",
            "They will meet in late 2026.": "2026",
            "They will meet in mid-2026.": "2026",
        },
        leaves=("They came early: 20265 of them.",),
    ),
    Rule(
        "[ the ] year [ - ] end",
        read.end_of_year,
        reads={"They will meet before year-end.": "2025"},
        leaves=("The book ends well.",),
    ),
    Rule(
        "<:part> the|this year",
        read.end_of_year,
        reads={"They met early this year.": "2025", "They will meet by the end of the year.": "2025"},
        leaves=("The yearbook came late.",),
    ),
    Rule(
        "[ the ] [ <:part> [ - ] ] [ ' ] <year>|<year:day> s",
        read.decade,
        reads={
            "They met in the mid-1960s.": "196",
            "They met in the 1990s.": "199",
            "They met in the early '80s.": "198",
        },
        leaves=(
            "They met in the 67s.",
            "They met in the 1995s.",
        ),
    ),
    Rule(
        "[ the ] [ <:part> [ - ] ] <year:decade>",
        read.decade,
        reads={"They met in the early seventies.": "197", "They met in the nineties.": "199"},
        leaves=("They are in their eightieth year of it.",),
    ),
    Rule(
        "[ the ] [ <:part> [ - ] ] <nth>|<nth:nth_word> [ - ] century",
        read.century,
        reads={
            "They met in the late 19th century.": "18",
            "They met in the 20th century.": "19",
            "They met in the eleventh century.": "10",
        },
        leaves=(
            "It was the 20th time.",
            "The 99th century.",
        ),
    ),
)
