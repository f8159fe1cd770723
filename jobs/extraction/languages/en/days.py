"""Days of a month, and days counted from another."""

from jobs.extraction.timex.readings import days as read
from jobs.extraction.timex.readings import nothing
from jobs.extraction.timex.rule import Rule

RULES = (
    Rule(
        "[ <weekday> [ , ] ] [ the ] <day>|<day:nth_word> [ of ] <month> [ [ , ] <year> ]",
        read.day_of_month,
        reads={
            "They met on 29 February 2024.": "2024-02-29",
            "The ministers meet on 14 March in Oslo.": "2025-03-14",
            "They met on 14 March 2024.": "2024-03-14",
            "Talks resume on 2 January.": "2026-01-02",
            "They will meet on Friday, 14 March.": "2025-03-14",
            "They will meet on the 4th of April.": "2025-04-04",
            "They will meet on the first of April.": "2025-04-01",
        },
        leaves=(
            "They met on 29 February 2023.",
            "They met on 0 March.",
            "They voted on 14 marches.",
            "A summit on 31 April.",
            "They will meet on Monday, 14 March.",
            "It drew 14 may flies.",
        ),
    ),
    Rule(
        "[ [ this|next|last [ coming ] ] <weekday> [ , ] ] <month> [ the ] <day>|<day:nth_word> [ [ , ] <year> ]",
        read.day_of_month,
        reads={
            "They will meet on March 14.": "2025-03-14",
            "They will meet on Friday, Mar. 14, 2025, in Oslo.": "2025-03-14",
            "They met on December 5.": "2024-12-05",
            "They will meet on January 10.": "2026-01-10",
            "They will meet on February 29, 2028.": "2028-02-29",
            "They will meet on March twenty-first.": "2025-03-21",
            "They will meet this coming Friday, March 7.": "2025-03-07",
            "They met on Sept. 5, 1988.": "1988-09-05",
        },
        leaves=(
            "They met on March 32.",
            "They will meet on Tuesday, March 14.",
            "A summit on February 30.",
            "A summit on February 29, 2026.",
            "He may 5 times refuse.",
            "They will march 14 miles.",
        ),
    ),
    Rule(
        "[ <weekday> [ , ] ] [ the ] <day> ( -|to|until|through|till|and|& [ the ] )"
        " [ <second_weekday:weekday> [ , ] ] <second:day> [ of ] <month> [ [ , ] <year> ]",
        read.days_of_month,
        reads={
            "They will meet from 13 to 15 March.": "2025-03-13 2025-03-15",
            "They will meet on 13-15 March 2025.": "2025-03-13 2025-03-15",
            "They will meet on 13 and 14 March.": "2025-03-13 2025-03-14",
            "They will meet on the 9th and the 10th of April.": "2025-04-09 2025-04-10",
            "They will meet on 10 and 12 March 2025.": "2025-03-10 2025-03-12",
        },
        leaves=(
            "They will meet from 15 to 13 March.",
            "They will meet from 29 to 31 April.",
            "They will meet on 30 and 31 April.",
        ),
    ),
    Rule(
        "[ <weekday> [ , ] ] <month> <day> ( -|to|until|through|till|and|& ) [ <second_weekday:weekday> [ , ] ]"
        " <second:day> [ [ , ] <year> ]",
        read.days_of_month,
        reads={
            "They will meet on March 13-15.": "2025-03-13 2025-03-15",
            "They will meet from March 13th – 15th, 2025.": "2025-03-13 2025-03-15",
            "They will meet on March 13 and 17.": "2025-03-13 2025-03-17",
        },
        leaves=("They will meet on March 15-13.", "They will meet on April 30 and 31."),
    ),
    Rule(
        "[ <weekday> [ , ] ] <month> <day> ( -|to|until|through|till ) [ <last_weekday:weekday> [ , ] ]"
        " <last_month:month> <last:day> [ , ] <year>",
        read.days_of_months,
        reads={
            "They met from December 30 to January 2, 2019.": "2018-12-30 2019-01-02",
            "They will travel from May 5 – May 9, 2025.": "2025-05-05 2025-05-09",
        },
        leaves=("A tour from April 29 to April 31, 2025.",),
    ),
    Rule(
        "[ <weekday> [ , ] ] <day> <month> ( -|to|until|through|till ) [ <last_weekday:weekday> [ , ] ] <last:day>"
        " <last_month:month> [ , ] <year>",
        read.days_of_months,
        reads={"They met from 30 December to 2 January 2019.": "2018-12-30 2019-01-02"},
        leaves=("A tour from 29 April to 31 April 2025.",),
    ),
    Rule(
        "<month> <day> ( , ) <second:day> ( [ , ] and ) <third:day> [ [ , ] <year> ]",
        read.days_of_month,
        reads={"They will meet on March 10, 12 and 13.": "2025-03-10 2025-03-12 2025-03-13"},
        leaves=("They will meet on April 10, 12 and 31.",),
    ),
    Rule(
        "<day> ( , ) <second:day> ( [ , ] and ) <third:day> <month> [ <year> ]",
        read.days_of_month,
        reads={"They will meet on 10, 12 and 13 March.": "2025-03-10 2025-03-12 2025-03-13"},
        leaves=("They will meet on 10, 12 and 31 April.",),
    ),
    Rule(
        "<near> <month> <day>",
        read.day_of_near_month,
        reads={"They met last Dec. 23.": "2024-12-23", "They will meet next January 5.": "2026-01-05"},
        leaves=(
            "They met next march 5.",
            "They met last February 30.",
        ),
    ),
    Rule(
        "<year> - <minute> - <day>",
        read.iso_day,
        reads={"It was read on 1988-12-31.": "1988-12-31", "The summit is set for 2025-04-08.": "2025-04-08"},
        leaves=("Call 0251-04-08.", "Flight 2025-13-08 is late.", "The summit is set for 2025-04-31."),
    ),
    Rule(
        "<number:day> / <second:day> / <year>|<year:minute>",
        read.day_in_numbers,
        reads={
            "It was signed on 10/1/2022.": "2022-10-01",
            "It was signed on 21/1/2022.": "2022-01-21",
            "It was signed on 11/02/89.": "1989-11-02",
        },
        leaves=("They scored 1/2/3.", "A ratio of 10/1/5.", "It was signed on 31/2/2022."),
    ),
    Rule(
        "the <nth> ( .|,|;|and|or|for|in|at|to|with|when|as|after|before )",
        read.nth_of_before,
        reads={
            "They met on February 5 and left on the 7th.": "2025-02-05 2025-02-07",
            "They will meet on March 13 and again on the 17th.": "2025-03-13 2025-03-17",
        },
        leaves=("They met on the 17th Street.", "They will meet on the 17th.", "They won the 3rd."),
    ),
    Rule(
        "( on ) the <nth:nth_word> day",
        read.nth_day,
        reads={"They will come on March 13 and on the second day rest.": "2025-03-13 2025-03-14"},
        leaves=("On the second day they will rest.",),
    ),
    Rule(
        "the <nth> <counted>",
        nothing,
        leaves=("It is the 17th round.", "It is on the 3rd floor."),
    ),
    Rule(
        "<relative>",
        read.relative_day,
        reads={
            "They met the day before yesterday.": "2025-03-01",
            "They will meet tomorrow.": "2025-03-04",
            "They will meet later today.": "2025-03-03",
            "They met yesterday.": "2025-03-02",
            "They will meet the day after tomorrow.": "2025-03-05",
        },
        leaves=(
            "The day after, they rested.",
            "Their todays are like their yesterdays.",
        ),
    ),
    Rule(
        "[ the ] <beside> <near> <weekday:plain_weekday>",
        read.day_beside_weekday,
        reads={"They met the day before last Tuesday.": "2025-02-24"},
        leaves=("The day before was quiet.",),
    ),
    Rule(
        "the next day",
        read.day_after,
        reads={"They will meet on Thursday and the next day.": "2025-03-06 2025-03-07"},
        leaves=("The next day they will rest.",),
    ),
)
