"""Clock times and parts of the day."""

from jobs.extraction.readings import clocks as read
from jobs.extraction.readings import nothing
from jobs.extraction.rule import Rule

RULES = (
    Rule(
        "<hour> [ : <minute> ] <half> [ <zone> ] [ <city> time ]",
        read.clock,
        reads={
            "They will meet at 10 a.m. ET.": "2025-03-03T10:00",
            "They will meet at 3:30 pm.": "2025-03-03T15:30",
            "They will meet at 12 a.m. Moscow time.": "2025-03-03T00:00",
            "They will meet at 10 p.m. Wednesday.": "2025-03-05T22:00",
        },
        leaves=("They will meet 10 ambassadors.", "They will meet at 15 p.m."),
    ),
    Rule(
        "<hour> : <minute> [ hours|hrs ] [ <zone> ] [ <city> time ]",
        read.clock,
        reads={"They will meet at 14:30 GMT.": "2025-03-03T14:30"},
        leaves=("They lost 14:3.", "They will meet at 25:30 GMT."),
    ),
    Rule(
        "<clock_digits:clock> [ hours|hrs ] <zone>",
        read.clock_digits,
        reads={"They will meet at 1500 GMT.": "2025-03-03T15:00"},
        leaves=("They will meet at 2500 GMT.",),
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
        reads={"They will meet at noon Brussels time.": "2025-03-03T12:00"},
        leaves=(),
    ),
    Rule(
        "this|the [ early|late|mid [ - ] ] <day_part>",
        read.part_of_day,
        reads={"They met this morning.": "2025-03-03TMO"},
        leaves=(),
    ),
    Rule(
        "the <:day_part> of",
        nothing,
        leaves=("It was the night of the long knives.",),
    ),
    Rule(
        "( <plain_weekday> ) <day_part>",
        read.part_of_day,
        reads={"They met on Friday morning.": "2025-02-28TMO"},
        leaves=(),
    ),
    Rule(
        "<relative_night>",
        read.relative_night,
        reads={"They met last night.": "2025-03-02TNI"},
        leaves=(),
    ),
)
