"""Clock times and parts of the day."""

from jobs.extraction.timex.readings import clocks as read
from jobs.extraction.timex.readings import nothing
from jobs.extraction.timex.rule import Rule

RULES = (
    Rule(
        "<hour> [ : <minute> ] <half> [ <zone> ] [ <city> time ]",
        read.clock,
        reads={
            "They will meet on Friday at 9:30 a.m.": "2025-03-07T09:30",
            "They met at 5 p.m. EST, Nov. 6.": "2024-11-06T17:00",
            "They will meet at 10 a.m. ET.": "2025-03-03T10:00",
            "They will meet at 3:30 pm.": "2025-03-03T15:30",
            "They will meet at 12 a.m. Moscow time.": "2025-03-03T00:00",
            "They will meet at 10 p.m. Wednesday.": "2025-03-05T22:00",
        },
        leaves=(
            "They lost 10 amps.",
            "They will meet at 0 p.m.",
            "They will meet 10 ambassadors.",
            "They will meet at 15 p.m.",
        ),
    ),
    Rule(
        "<hour> : <minute> [ hours|hrs ] [ <zone> ] [ <city> time ]",
        read.clock,
        reads={
            "They will meet tomorrow at 14:30.": "2025-03-04T14:30",
            "They will meet at 14:30 GMT.": "2025-03-03T14:30",
        },
        leaves=("They won 3:2.", "They lost 14:3.", "They will meet at 25:30 GMT."),
    ),
    Rule(
        "<clock_digits:clock> [ hours|hrs ] <zone>",
        read.clock_digits,
        reads={
            "They will meet on Friday at 1830 GMT.": "2025-03-07T18:30",
            "They will meet at 1500 GMT.": "2025-03-03T15:00",
        },
        leaves=(
            "They will meet 1500 Gambians.",
            "They will meet at 2500 GMT.",
        ),
    ),
    Rule(
        "<clock_digits:clock> hours|hrs",
        read.clock_digits,
        reads={"They will meet at 1830 hours.": "2025-03-03T18:30"},
        leaves=("They walked 1899 hours.",),
    ),
    Rule(
        "<hour:noon> [ <zone> ] [ <city> time ]",
        read.clock,
        reads={
            "They met on Friday at midnight.": "2025-02-28T24:00",
            "They will meet at noon on Friday.": "2025-03-07T12:00",
            "They will meet at noon Brussels time.": "2025-03-03T12:00",
        },
        leaves=("They met at last.",),
    ),
    Rule(
        "this|the [ early|late|mid [ - ] ] <day_part>",
        read.part_of_day,
        reads={
            "They met in the afternoon.": "2025-03-03TAF",
            "They will meet this evening.": "2025-03-03TEV",
            "They met this morning.": "2025-03-03TMO",
        },
        leaves=(
            "They are early risers.",
            "They were up late.",
        ),
    ),
    Rule(
        "the <:day_part> of",
        nothing,
        leaves=("It was the night of the long knives.",),
    ),
    Rule(
        "( <plain_weekday>|yesterday|tomorrow ) <day_part>",
        read.part_of_day,
        reads={
            "They will meet on Thursday evening.": "2025-03-06TEV",
            "They met on Friday morning.": "2025-02-28TMO",
            "They will meet tomorrow morning at 10 a.m.": "2025-03-04T10:00",
        },
        leaves=("It was an evening of songs.",),
    ),
    Rule(
        "<relative_night>",
        read.relative_night,
        reads={"They will meet tonight.": "2025-03-03TNI", "They met last night.": "2025-03-02TNI"},
        leaves=("It was the last of the nights.",),
    ),
)
