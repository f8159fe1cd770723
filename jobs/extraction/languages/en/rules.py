"""How English news writes dates, clock times and lengths; the examples are read on Monday 3 March 2025."""

from jobs.extraction import readings as read
from jobs.extraction.clocks import clock, clock_digits
from jobs.extraction.lengths import days
from jobs.extraction.rule import Rule

DATES = (
    # Days of a month
    Rule(
        "[ <weekday> [ , ] ] [ the ] <day> [ of ] <month> [ [ , ] <year> ]",
        read.day_month,
        reads={
            "The ministers meet on 14 March in Oslo.": "2025-03-14",
            "They met on 14 March 2024.": "2024-03-14",
            "Talks resume on 2 January.": "2026-01-02",
            "They will meet on Friday, 14 March.": "2025-03-14",
            "They will meet on the 4th of April.": "2025-04-04",
        },
        leaves=("They voted on 14 marches.", "A summit on 31 April.", "They will meet on Monday, 14 March."),
    ),
    Rule(
        "[ <weekday> [ , ] ] <month> <day> [ [ , ] <year> ]",
        read.day_month,
        reads={
            "They will meet on March 14.": "2025-03-14",
            "They will meet on Friday, Mar. 14, 2025, in Oslo.": "2025-03-14",
            "They met on December 5.": "2024-12-05",
            "They will meet on January 10.": "2026-01-10",
            "They will meet on February 29, 2028.": "2028-02-29",
        },
        leaves=("A summit on February 30.", "A summit on February 29, 2026.", "He may 5 times refuse."),
    ),
    Rule(
        "[ from ] [ <weekday> [ , ] ] <day> -|to|until|through|till [ <last_weekday:weekday> [ , ] ] <last:day>"
        " [ of ] <month> [ [ , ] <year> ]",
        read.days_of_month,
        reads={
            "They will meet from 13 to 15 March.": "2025-03-13/2025-03-15",
            "They will meet on 13-15 March 2025.": "2025-03-13/2025-03-15",
        },
        leaves=("They will meet from 15 to 13 March.", "They will meet from 29 to 31 April."),
    ),
    Rule(
        "[ from ] [ <weekday> [ , ] ] <month> <day> -|to|until|through|till [ <last_weekday:weekday> [ , ] ] <last:day>"
        " [ [ , ] <year> ]",
        read.days_of_month,
        reads={
            "They will meet on March 13-15.": "2025-03-13/2025-03-15",
            "They will meet from March 13th – 15th, 2025.": "2025-03-13/2025-03-15",
        },
        leaves=("They will meet on March 15-13.",),
    ),
    Rule(
        "[ from ] [ <weekday> [ , ] ] <month> <day> [ [ , ] <year> ] -|to|until|through|till"
        " [ <last_weekday:weekday> [ , ] ] <last_month:month> <last:day> [ [ , ] <last_year:year> ]",
        read.days_between_months,
        reads={
            "They will meet from March 30 to April 2.": "2025-03-30/2025-04-02",
            "They will meet from December 30 until January 2.": "2025-12-30/2026-01-02",
            "They will travel from May 5 – May 9, 2025.": "2025-05-05/2025-05-09",
        },
        leaves=("They will meet from April 2 to March 30.",),
    ),
    Rule(
        "[ from ] [ <weekday> [ , ] ] <day> <month> [ <year> ] -|to|until|through|till"
        " [ <last_weekday:weekday> [ , ] ] <last:day> <last_month:month> [ <last_year:year> ]",
        read.days_between_months,
        reads={"They will meet from 30 March to 2 April.": "2025-03-30/2025-04-02"},
        leaves=("They will meet from 30 March to 31 April.",),
    ),
    Rule(
        "<month> <day> and|& <second:day> [ [ , ] <year> ]",
        read.several_days,
        reads={
            "They will meet on March 13 and 14.": "2025-03-13/2025-03-14",
            "They will meet on March 13 and 17.": "2025-03-13 2025-03-17",
        },
        leaves=("They will meet on April 30 and 31.",),
    ),
    Rule(
        "<day> and|& <second:day> [ of ] <month> [ [ , ] <year> ]",
        read.several_days,
        reads={
            "They will meet on 13 and 14 March.": "2025-03-13/2025-03-14",
            "They will meet on 10 and 12 March 2025.": "2025-03-10 2025-03-12",
        },
        leaves=("They will meet on 30 and 31 April.",),
    ),
    Rule(
        "<month> <day> , <second:day> [ , ] and <third:day> [ [ , ] <year> ]",
        read.several_days,
        reads={"They will meet on March 10, 12 and 13.": "2025-03-10 2025-03-12 2025-03-13"},
        leaves=("They will meet on April 10, 12 and 31.",),
    ),
    Rule(
        "<day> , <second:day> [ , ] and <third:day> <month> [ <year> ]",
        read.several_days,
        reads={"They will meet on 10, 12 and 13 March.": "2025-03-10 2025-03-12 2025-03-13"},
        leaves=("They will meet on 10, 12 and 31 April.",),
    ),
    Rule(
        "<year> - <minute> - <day>",
        read.iso_date,
        reads={"The summit is set for 2025-04-08.": "2025-04-08"},
        leaves=("Flight 2025-13-08 is late.",),
    ),
    Rule(
        "the <nth>",
        read.day_of_before,
        reads={"They will meet on March 13 and again on the 17th.": "2025-03-13 2025-03-17"},
        leaves=("They will meet on the 17th.",),
    ),
    Rule(
        "the <nth> <counted>",
        read.nothing,
        leaves=("It is the 17th round.", "A house of the 19th century."),
    ),
    # Weekdays
    Rule(
        "<weekday>",
        read.weekday,
        reads={
            "They will meet on Thursday.": "2025-03-06",
            "He said on Thursday that it was over.": "2025-02-27",
            "They will meet later on Monday.": "2025-03-03",
        },
        leaves=("They shook hands for a mon cher.", "The sun sat low."),
    ),
    Rule(
        "[ from ] <weekday> -|to|through|until|till|and <last:weekday>",
        read.weekdays,
        reads={
            "They will meet on Wednesday and Thursday.": "2025-03-05/2025-03-06",
            "They will meet from Thursday to Saturday.": "2025-03-06/2025-03-08",
        },
        leaves=("They met between sun and wed.",),
    ),
    Rule(
        "[ from ] <weekday> -|to|through|until|till <month> <last:day>",
        read.weekday_until,
        reads={"He will visit China from Friday until March 12.": "2025-03-07/2025-03-12"},
        leaves=("He will visit China from Friday until April 31.",),
    ),
    Rule(
        "<near> <weekday>",
        read.weekday_of_week,
        reads={
            "They will meet next Wednesday.": "2025-03-12",
            "They will meet this Wednesday.": "2025-03-05",
            "They met last Wednesday.": "2025-02-26",
        },
        leaves=("He came next, Wednesdays apart.",),
    ),
    Rule(
        "a week from <weekday>",
        read.weekday_in_weeks,
        reads={"They will meet a week from Thursday.": "2025-03-13"},
        leaves=("A week from hell.",),
    ),
    Rule(
        "every|each|most [ other ] <weekday>",
        read.nothing,
        leaves=("They will meet every Tuesday.", "The council sits each Friday."),
    ),
    # Days counted from another
    Rule(
        "<relative>",
        read.relative_day,
        reads={
            "They will meet tomorrow.": "2025-03-04",
            "They will meet later today.": "2025-03-03",
            "They met yesterday.": "2025-03-02",
            "They will meet the day after tomorrow.": "2025-03-05",
        },
        leaves=("Their todays are like their yesterdays.",),
    ),
    Rule(
        "the next|following day",
        read.day_after_before,
        reads={"They will meet on Thursday and the following day.": "2025-03-06 2025-03-07"},
        leaves=("The following day they will rest.",),
    ),
    Rule(
        "<number> days later",
        read.day_after_before,
        reads={"They will meet on Thursday and two days later.": "2025-03-06 2025-03-08"},
        leaves=("Two days later they will rest.",),
    ),
    Rule(
        "in <number> <unit> [ 's|' time ]",
        read.in_units,
        reads={
            "They will meet in ten days.": "2025-03-13",
            "They will meet in two weeks.": "2025-W12",
            "They will meet in two months' time.": "2025-05",
        },
        leaves=("They will meet in 10 cities.", "They met in the last ten days."),
    ),
    Rule(
        "in|over|within|during the next|coming [ few ] day|days|week|weeks|month|months",
        read.nothing,
        leaves=("They will meet in the next day or so.", "They will meet over the coming months."),
    ),
    # Weeks
    Rule(
        "<near> week",
        read.week,
        reads={"They will meet next week.": "2025-W11", "They will meet later this week.": "2025-W10"},
        leaves=("They will meet for a week.", "It took weeks."),
    ),
    Rule(
        "earlier <near> week|month|year",
        read.nothing,
        leaves=("They met earlier this week.", "They spoke earlier this year."),
    ),
    Rule(
        "week of <month> <day> [ [ , ] <year> ]",
        read.week_of,
        reads={
            "They will meet in the week of March 12.": "2025-W11",
            "They will meet the week of March 16.": "2025-W12",
        },
        leaves=("A week of April 31.",),
    ),
    Rule(
        "<ordinal> week of|in <month> [ <year> ]",
        read.week_of_month,
        reads={"They will meet in the first week of April.": "2025-W14"},
        leaves=("They will meet in the first week of talks.",),
    ),
    Rule(
        "<near> weekend",
        read.weekend,
        reads={"They will meet this weekend.": "2025-03-08/2025-03-09"},
        leaves=("They will meet on weekends.",),
    ),
    Rule(
        "over|at the weekend",
        read.weekend,
        reads={
            "They will meet over the weekend.": "2025-03-08/2025-03-09",
            "They met over the weekend.": "2025-03-01/2025-03-02",
        },
        leaves=("They ruled over the weekenders.",),
    ),
    # Months and longer
    Rule(
        "in|during|by|until|since|of|before|after|for|throughout <month> [ [ , ] <year> ]",
        read.month,
        reads={
            "They will meet in April.": "2025-04",
            "They met in April 2024.": "2024-04",
            "They met in December.": "2024-12",
            "They will meet in January.": "2026-01",
        },
        leaves=("They will march in step.", "In may a typing error."),
    ),
    Rule(
        "the|a|an|his|her|their <month>",
        read.month,
        reads={"They will attend the April summit.": "2025-04"},
        leaves=("They march to a may tree.",),
    ),
    Rule(
        "<near> <month>",
        read.month,
        reads={"They will meet next April.": "2026-04", "They will meet this April.": "2025-04"},
        leaves=("They come next. April is cold.",),
    ),
    Rule(
        "<month> [ of ] <near> year",
        read.month,
        reads={"They will meet in May of next year.": "2026-05", "They will meet in September this year.": "2025-09"},
        leaves=("They may of all years choose this one.",),
    ),
    Rule("<month> <year>", read.month, reads={"The April 2025 summit will fail.": "2025-04"}, leaves=("April 20255.",)),
    Rule(
        "<part> [ - ] [ in|of ] <month> [ <year> ]",
        read.part_of_month,
        reads={
            "They will meet in early April.": "2025-04",
            "They will meet in mid-April.": "2025-04",
            "They will meet at the end of April 2025.": "2025-04",
        },
        leaves=("They rise early. April is cold.",),
    ),
    Rule(
        "<ordinal> half of <month> [ <year> ]",
        read.half_of_month,
        reads={"They will meet in the first half of April.": "2025-04"},
        leaves=("They will meet in the third half of April.",),
    ),
    Rule(
        "[ <part> [ in|of ] ] <near> month",
        read.relative_month,
        reads={"They will meet next month.": "2025-04", "They will meet late next month.": "2025-04"},
        leaves=("They will meet once a month.",),
    ),
    Rule(
        "[ <part> [ in|of ] ] <near> year",
        read.relative_year,
        reads={"They will meet next year.": "2026", "They will meet early next year.": "2026"},
        leaves=("They will meet once a year.",),
    ),
    Rule(
        "in|during|by|until|since <year>",
        read.year,
        reads={"They will meet in 2026.": "2026"},
        leaves=("They lost it in 12026 steps.",),
    ),
    Rule(
        "<part> [ - ] [ in|of ] <year>",
        read.year,
        reads={"They will meet in late 2026.": "2026", "They will meet in mid-2026.": "2026"},
        leaves=("They rise early, 2026 or not.",),
    ),
    Rule(
        "<ordinal> quarter [ of <year> ]",
        read.quarter,
        reads={"They will meet in the second quarter.": "2025-Q2"},
        leaves=("A quarter of them left.", "The fifth quarter."),
    ),
    Rule(
        "<near> <season>",
        read.season,
        reads={"They will meet this summer.": "2025-summer", "They will meet next spring.": "2026-spring"},
        leaves=("They will summer here.",),
    ),
    Rule(
        "in|during the <season> [ of <year> ]",
        read.season,
        reads={"They will meet in the autumn.": "2025-autumn"},
        leaves=("In the springs of the north.",),
    ),
)

CLOCKS = (
    Rule(
        "<hour> [ : <minute> ] <half> [ <zone> ] [ <city> time ]",
        clock,
        reads={
            "They will meet at 10 a.m. ET.": "10:00 America/New_York",
            "They will meet at 3:30 pm.": "15:30",
            "They will meet at 12 a.m. Moscow time.": "00:00 Europe/Moscow",
        },
        leaves=("They will meet 10 ambassadors.", "They will meet at 15 p.m."),
    ),
    Rule(
        "<hour> : <minute> [ hours|hrs ] [ <zone> ] [ <city> time ]",
        clock,
        reads={"They will meet at 14:30 GMT.": "14:30 UTC", "They will meet at 14:30 local time.": "14:30"},
        leaves=("They lost 14:3.", "They will meet at 25:30 GMT."),
    ),
    Rule(
        "<clock_digits:clock> [ hours|hrs ] <zone>",
        clock_digits,
        reads={
            "They will meet at 1500 GMT.": "15:00 UTC",
            "They will meet at 1830 hours local time.": "18:30",
        },
        leaves=("They spent 1500.", "They will meet at 2500 GMT."),
    ),
    Rule(
        "<clock_digits:clock> hours|hrs",
        clock_digits,
        reads={"They will meet at 1830 hours.": "18:30"},
        leaves=("They walked 1899 hours.",),
    ),
    Rule(
        "at <hour:noon> [ <zone> ] [ <city> time ]",
        clock,
        reads={"They will meet at noon Brussels time.": "12:00 Europe/Brussels"},
        leaves=("They met before noon.",),
    ),
)

LENGTHS = (
    Rule(
        "<number> [ - ] day",
        days,
        reads={"He begins a four-day visit.": "P4D"},
        leaves=("Four days ago.",),
    ),
)
