"""Holidays that are named like dates."""

from jobs.extraction.timex.readings import holidays as read
from jobs.extraction.timex.readings import nothing
from jobs.extraction.timex.rule import Rule

RULES = (
    Rule(
        "( on|before|after|by|until|till|since|at|over|around|to ) [ <near> ] <holiday> [ [ , ] <year> ]",
        read.holiday_of,
        reads={
            "They will meet by Thanksgiving.": "2025-11-27",
            "They will meet on Yom Kippur.": "2025-10-02",
            "They will meet after Nowruz.": "2025-03-21",
            "They will meet before Ash Wednesday.": "2025-03-05",
            "They will meet on Christmas Eve.": "2025-12-24",
            "They will meet on New Year's Day.": "2026-01-01",
            "They will meet on Easter Monday.": "2025-04-21",
            "They will meet after Eid al-Fitr.": "2025-03-31",
            "They met before Lunar New Year.": "2025-01-29",
            "They met on Orthodox Christmas.": "2025-01-07",
            "They met on Good Friday 1998.": "1998-04-10",
        },
        leaves=("They met on a good friday.", "A song of thanksgiving.", "They met on Yom Kippur 1025."),
    ),
    Rule(
        "[ <near> ] <holiday>",
        read.celebrated,
        reads={
            "They marked Halloween.": "2024-10-31",
            "They marked Christmas.": "2024-12-25",
            "They met last Thanksgiving.": "2024-11-28",
        },
        leaves=(
            "They ate an easter egg.",
            "A day of independence will come.",
        ),
    ),
    Rule(
        "<holiday> week",
        read.week_of_holiday,
        reads={"They will meet in Easter week.": "2025-W16"},
        leaves=("A holy week.",),
    ),
    Rule(
        "<holiday> <:day_of_holiday>",
        nothing,
        leaves=("The Christmas tree was lit.", "They sent a Christmas card."),
    ),
    Rule(
        "<fast:fast> [ <year> ]",
        read.fast,
        reads={"They will meet during Ramadan.": "2025-03"},
        leaves=("The Ramadani family came.",),
    ),
)
