"""Weeks, months, quarters, seasons, years and longer."""

from jobs.extraction.readings import periods as read
from jobs.extraction.rule import Rule

RULES = (
    # Weeks
    Rule(
        "[ the ] week of <month> <day> [ [ , ] <year> ]",
        read.week_of,
        reads={
            "They will meet in the week of March 12.": "2025-W11",
            "They will meet the week of March 16.": "2025-W12",
        },
        leaves=("A week of April 31.",),
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
            "They will meet this weekend.": "2025-W10-WE",
            "They will meet over the weekend.": "2025-W10-WE",
            "They met over the weekend.": "2025-W09-WE",
        },
        leaves=(
            "They are weekenders.",
            "It was a weekend of talks.",
        ),
    ),
    # The year before, of which companies speak
    Rule(
        "[ a|the ] year [ - ] earlier|before",
        read.year_before,
        reads={"Sales rose in the fourth quarter from a year earlier.": "2024-Q4 2023-Q4"},
        leaves=(),
    ),
    Rule(
        "a year ago",
        read.year_ago,
        reads={"They met a year ago.": "2024"},
        leaves=("A year agog.",),
    ),
    Rule("[ the ] year - ago", read.year_ago, reads={"The year-ago profit was small.": "2024"}, leaves=()),
    Rule(
        "[ the|its ] year - ago|earlier [ <ordinal> ] quarter|period",
        read.quarter_of_year_before,
        reads={"Sales rose in the third quarter from the year-ago quarter.": "2024-Q3 2023-Q3"},
        leaves=(),
    ),
    # Whatever a calendar has
    Rule(
        "[ the ] [ <:vague> ] [ <part> ] <near>|<near:coming> <period>",
        read.relative_period,
        reads={
            "They will meet next week.": "2025-W11",
            "They will meet later this week.": "2025-W10",
            "They met earlier this week.": "2025-W10",
            "They will meet next month.": "2025-04",
            "They will meet late next month.": "2025-04",
            "They will meet early next year.": "2026",
            "They met last year.": "2024",
            "They met last quarter.": "2024-Q4",
        },
        leaves=("The week-long is next.",),
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
            "They will meet on Thursday and the following day.": "2025-03-06 2025-03-07",
            "They met in 1988 and the following year.": "1988 1989",
        },
        leaves=("The following day they will rest.",),
    ),
    Rule(
        "<number> <period:periods> <chained:later>",
        read.period_of_before,
        reads={"They will meet on Thursday and two days later.": "2025-03-06 2025-03-08"},
        leaves=("Two days later they will rest.",),
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
            "They met two years ago.": "2023",
            "They met ten days ago.": "2025-02-21",
            "They met six weeks ago.": "2025-W04",
        },
        leaves=("Two agonies ago.",),
    ),
    Rule(
        "a|an <period:periods> ago",
        read.ago,
        reads={"They met a month ago.": "2025-02"},
        leaves=(),
    ),
    Rule(
        "in <number> <period:periods> [ 's|' time ]",
        read.in_periods,
        reads={
            "They will meet in ten days.": "2025-03-13",
            "They will meet in two weeks.": "2025-W12",
            "They will meet in two months' time.": "2025-05",
        },
        leaves=("They will meet in 10 cities.",),
    ),
    Rule(
        "in a|an <period:periods> [ 's time ]",
        read.in_periods,
        reads={"They will meet in a month.": "2025-04"},
        leaves=(),
    ),
    # Months
    Rule(
        "<month:plain_month>",
        read.month,
        reads={"December talks failed.": "2024-12", "April comes.": "2025-04"},
        leaves=("They will march in step.", "They planned april fools."),
    ),
    Rule(
        "( <preposition> ) <month:whole_month>",
        read.month,
        reads={
            "They met in December.": "2024-12",
            "They will meet in January.": "2026-01",
            "They will meet in May.": "2025-05",
            "Nobody met since March.": "2025-03",
        },
        leaves=("May they meet.", "March on."),
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
        reads={"They will attend the May summit.": "2025-05"},
        leaves=("They march to a may tree.",),
    ),
    Rule(
        "<near> <month>",
        read.relative_month,
        reads={"They will meet next April.": "2026-04", "They met last May.": "2024-05"},
        leaves=("They come next. May be.",),
    ),
    Rule(
        "<month> [ [ , ] of ] <near> year",
        read.month,
        reads={"They will meet in May of next year.": "2026-05", "They will meet in September this year.": "2025-09"},
        leaves=(),
    ),
    Rule(
        "<month> [ of|, ] <year>",
        read.month,
        reads={"The April 2025 summit will fail.": "2025-04", "They met in May 1988.": "1988-05"},
        leaves=(),
    ),
    Rule(
        "<part> [ - ] [ in ] <month> [ [ , ] <year> ]",
        read.month,
        reads={
            "They will meet in early April.": "2025-04",
            "They will meet in mid-April.": "2025-04",
            "They will meet at the end of April 2025.": "2025-04",
        },
        leaves=(),
    ),
    Rule(
        "[ the ] <ordinal> half of <month> [ <year> ]",
        read.half_of_month,
        reads={"They will meet in the first half of April.": "2025-04"},
        leaves=("They will meet in the third half.",),
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
        leaves=(),
    ),
    Rule(
        "[ the ] <year> quarter|period",
        read.same_period,
        reads={"Profit rose in the third quarter and in the 2023 quarter.": "2024-Q3 2023-Q3"},
        leaves=(),
    ),
    Rule(
        "<near> year 's <ordinal> [ - ] quarter",
        read.quarter,
        reads={"Profit rose in last year's third quarter.": "2024-Q3"},
        leaves=(),
    ),
    Rule(
        "[ the|its ] <ordinal> quarter of <near> year",
        read.quarter,
        reads={"They will meet in the first quarter of next year.": "2026-Q1"},
        leaves=(),
    ),
    Rule(
        "<ordinal:quarter> [ <year> ]",
        read.quarter,
        reads={"They will meet in Q2.": "2025-Q2", "They will meet in Q1 2026.": "2026-Q1"},
        leaves=("It is in Q5.",),
    ),
    Rule(
        "the|its|latest [ latest|full|whole|entire ] <period:period_reported>",
        read.this_period,
        reads={"Profit rose in the quarter.": "2024-Q4", "Profit rose in the latest quarter.": "2024-Q4"},
        leaves=(),
    ),
    Rule(
        "[ the ] <ordinal>|<ordinal:last_half> half of <year>",
        read.half,
        reads={"They met in the last half of 1989.": "1989-H2", "They will meet in the first half of 2026.": "2026-H1"},
        leaves=(),
    ),
    # Seasons
    Rule(
        "[ <:part> ] <near> <season>",
        read.season,
        reads={"They will meet this summer.": "2025-SU", "They will meet next spring.": "2026-SP"},
        leaves=(),
    ),
    Rule(
        "[ the ] [ <:part> ] <season> [ of ] <year>",
        read.season,
        reads={"They met in the summer of 1988.": "1988-SU"},
        leaves=(),
    ),
    Rule(
        "the [ early|late ] <season>",
        read.season,
        reads={"Sales fell over the early summer.": "2025-SU"},
        leaves=(),
    ),
    Rule(
        "( in|during|by|until|since ) [ <:part> ] <season>",
        read.season,
        reads={"They will meet in autumn.": "2025-FA"},
        leaves=("In the springs of the north.",),
    ),
    # Years and longer
    Rule(
        "[ the year ] [ fiscal [ year ] ] <year>",
        read.year,
        reads={
            "They will meet in 2026.": "2026",
            "They met in nineteen ninety-six.": "1996",
            "They met in the year two thousand.": "2000",
        },
        leaves=("They lost it in 12026 steps.", "It cost $1988.", "They counted 1,988 of them.", "It rose 1988%."),
    ),
    Rule(
        "<part> [ - ] [ in ] <year>",
        read.year,
        reads={"They will meet in late 2026.": "2026", "They will meet in mid-2026.": "2026"},
        leaves=(),
    ),
    Rule(
        "[ the ] year [ - ] end",
        read.end_of_year,
        reads={"They will meet before year-end.": "2025"},
        leaves=(),
    ),
    Rule(
        "<:part> the|this year",
        read.end_of_year,
        reads={"They will meet by the end of the year.": "2025"},
        leaves=(),
    ),
    Rule(
        "[ the ] [ <:part> [ - ] ] [ ' ] <year>|<year:day> s",
        read.decade,
        reads={"They met in the 1990s.": "199", "They met in the early '80s.": "198"},
        leaves=("They met in the 1995s.",),
    ),
    Rule(
        "[ the ] [ <:part> [ - ] ] <year:decade>",
        read.decade,
        reads={"They met in the nineties.": "199"},
        leaves=(),
    ),
    Rule(
        "[ the ] [ <:part> [ - ] ] <nth>|<nth:nth_word> [ - ] century",
        read.century,
        reads={"They met in the 20th century.": "19", "They met in the eleventh century.": "10"},
        leaves=(),
    ),
)
