"""Whatever a calendar has, counted from today or from what was named: "last year", "two days later"."""

from jobs.extraction.timex.readings import periods as read
from jobs.extraction.timex.rule import Rule

RULES = (
    Rule(
        "[ the ] [ <:vague> ] [ <part> ] <near>|<near:coming> <period>",
        read.relative_period,
        reads={
            "They met in the current quarter.": "2025-Q1",
            "They met last century.": "19",
            "They met last week.": "2025-W09",
            "Sales will rise in the coming year.": "2026",
            "They will meet next week.": "2025-W11",
            "They will meet later this week.": "2025-W10",
            "They met earlier this week.": "2025-W10",
            "They will meet next month.": "2025-04",
            "They will meet late next month.": "2025-04",
            "They will meet early next year.": "2026",
            "They met last year.": "2024",
            "They met last quarter.": "2024-Q4",
        },
        leaves=(
            "It was the last of them.",
            "They came next.",
            "They will be next.",
        ),
    ),
    Rule(
        "[ <:vague> ] [ <part> ] <:same> <period:periods>",
        read.period_of_before,
        reads={"They met in May 1988 and later that year.": "1988-05 1988"},
        leaves=("Later that year they met.",),
    ),
    Rule(
        "<chained> <period:periods>",
        read.period_of_before,
        reads={
            "They met in May 1988 and the previous month.": "1988-05 1988-04",
            "They will meet on Thursday and the following day.": "2025-03-06 2025-03-07",
            "They met in 1988 and the following year.": "1988 1989",
        },
        leaves=(
            "The following ministers came.",
            "The following day they will rest.",
        ),
    ),
    Rule(
        "<number> <period:periods> <chained:later>",
        read.period_of_before,
        reads={
            "They met on February 5 and two days earlier.": "2025-02-05 2025-02-03",
            "They met in 1988 and three years later.": "1988 1991",
            "They will meet on Thursday and two days later.": "2025-03-06 2025-03-08",
        },
        leaves=(
            "Two months later they met.",
            "Two days later they will rest.",
        ),
    ),
    Rule(
        "a <period:periods> <chained:later>",
        read.period_of_before,
        reads={"They met in May 1988 and a month later.": "1988-05 1988-06"},
        leaves=("A day later they will rest.",),
    ),
    Rule(
        "<number> <period:periods> ago",
        read.ago,
        reads={
            "They met three months ago.": "2024-12",
            "They met fifty years ago.": "1975",
            "They met two years ago.": "2023",
            "They met ten days ago.": "2025-02-21",
            "They met six weeks ago.": "2025-W04",
        },
        leaves=(
            "They met long before.",
            "It was two stops ago.",
        ),
    ),
    Rule(
        "a|an <period:periods> ago",
        read.ago,
        reads={
            "They met a week ago.": "2025-W09",
            "They met a decade ago.": "2015",
            "They met a month ago.": "2025-02",
        },
        leaves=("A while ago.",),
    ),
    Rule(
        "<part> the|this <period:month_or_week>",
        read.relative_period,
        reads={"They will meet by the end of the month.": "2025-03"},
        leaves=("The end of the talks is near.",),
    ),
    Rule(
        "<number>|a <period:periods> from now|today",
        read.in_time,
        reads={"They will meet three weeks from now.": "2025-W13", "They will meet a year from today.": "2026"},
        leaves=("They will meet three miles from Oslo.",),
    ),
    Rule(
        "in [ about|roughly|around ] <number>|a|an <period:periods> 's|' time",
        read.in_time,
        reads={"They will meet in roughly a year's time.": "2026", "They met in two months' time.": "2025-05"},
        leaves=("He came in time.",),
    ),
    Rule(
        "in <number> <period:periods>",
        read.in_periods,
        reads={
            "They will meet in ten days.": "2025-03-13",
            "They will meet in two weeks.": "2025-W12",
        },
        leaves=("They will meet in 10 cities.",),
    ),
    Rule(
        "in a|an <period:periods>",
        read.in_periods,
        leaves=("They will meet in a hotel.",),
    ),
)
