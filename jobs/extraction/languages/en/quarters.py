"""Quarters and halves, and the year before, of which companies speak."""

from jobs.extraction.timex.readings import periods as read
from jobs.extraction.timex.rule import Rule

RULES = (
    # The year before, of which companies speak
    Rule(
        "[ a|the ] year [ - ] earlier|before",
        read.year_before,
        reads={
            "They met in 1988 and the year before.": "1988 1987",
            "Sales rose in the fourth quarter from a year earlier.": "2024-Q4 2023-Q4",
        },
        leaves=("The years earlier were better.",),
    ),
    Rule(
        "a year ago",
        read.year_ago,
        reads={"They met a year ago.": "2024"},
        leaves=("It was ages ago.",),
    ),
    Rule(
        "[ the ] year - ago",
        read.year_ago,
        reads={"The year-ago profit was small.": "2024"},
        leaves=("The years-long war goes on.",),
    ),
    Rule(
        "[ the|its ] year - ago|earlier [ <ordinal> ] quarter",
        read.quarter_of_year_before,
        reads={
            "Profit fell from the year-earlier first quarter.": "2024-Q1",
            "Sales rose in the third quarter from the year-ago quarter.": "2024-Q3 2023-Q3",
        },
        leaves=("They let the living quarters.",),
    ),
    # Quarters and halves
    Rule(
        "[ the|its ] [ <:vague> ] [ fiscal [ - ] ] <ordinal> [ fiscal ] [ - ] quarter [ of [ fiscal ] <year> ]",
        read.quarter,
        reads={
            "They will meet in the second quarter.": "2025-Q2",
            "Third-quarter profit rose.": "2024-Q3",
            "Profit rose in the third quarter of 1988.": "1988-Q3",
        },
        leaves=("A quarter pounder.", "They quartered the first."),
    ),
    Rule(
        "[ the|its ] <year> <ordinal> [ - ] quarter",
        read.quarter,
        reads={"Profit rose in the 1988 third quarter.": "1988-Q3"},
        leaves=("The quarterback came first.",),
    ),
    Rule(
        "[ the|its ] year - ago|earlier period",
        read.year_ago,
        reads={"Profit fell from the year-ago period.": "2024"},
        leaves=("It was a period piece.",),
    ),
    Rule(
        "[ the ] <year> quarter",
        read.quarter_of_year,
        reads={"Profit rose from that of the 1988 quarter.": "1988-Q4"},
        leaves=("A quarter of 1,988 people came.",),
    ),
    Rule(
        "[ the ] <year> period",
        read.same_period,
        reads={"Profit rose in the third quarter and in the 2023 period.": "2024-Q3 2023-Q3"},
        leaves=("The Soviet period is over.",),
    ),
    Rule(
        "<near> year 's <ordinal> [ - ] quarter",
        read.quarter,
        reads={
            "Sales rose in this year's first quarter.": "2025-Q1",
            "Profit rose in last year's third quarter.": "2024-Q3",
        },
        leaves=("The rider's first quarterfinal is lost.",),
    ),
    Rule(
        "[ the|its ] <ordinal> quarter of <near> year",
        read.quarter,
        reads={"They will meet in the first quarter of next year.": "2026-Q1"},
        leaves=("The first quarterfinal is lost.",),
    ),
    Rule(
        "<ordinal:quarter> [ <year> ]",
        read.quarter,
        reads={"They will meet in Q2.": "2025-Q2", "They will meet in Q1 2026.": "2026-Q1"},
        leaves=(
            "The Q and A is over.",
            "It is in Q5.",
        ),
    ),
    Rule(
        "the|its|latest [ latest|full|whole|entire ] <period:period_reported>",
        read.this_period,
        reads={
            "Profit rose for the full year.": "2025",
            "Profit rose in the quarter.": "2024-Q4",
            "Profit rose in the latest quarter.": "2024-Q4",
        },
        leaves=("The latest headquarters are in Bonn.",),
    ),
    Rule(
        "[ the ] <ordinal>|<ordinal:last_half> half of <year>",
        read.half,
        reads={
            "They met in the first half of 1988.": "1988-H1",
            "They met in the last half of 1989.": "1989-H2",
            "They will meet in the first half of 2026.": "2026-H1",
        },
        leaves=("The first half of them left.",),
    ),
)
