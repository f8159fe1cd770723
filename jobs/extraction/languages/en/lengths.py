"""How long, and how often."""

from jobs.extraction.readings import lengths as read
from jobs.extraction.readings import nothing
from jobs.extraction.rule import Rule

RULES = (
    Rule(
        "within <number> <unit:units>",
        read.duration,
        reads={"They will meet within three days.": "P3D"},
        leaves=("It is within three miles.",),
    ),
    Rule(
        "<number> [ more|additional|consecutive|straight|full|trading|working|business ] <unit:units>",
        read.duration,
        reads={"They met for three years.": "P3Y", "They met for twenty-four hours.": "PT24H"},
        leaves=("They met three friends.",),
    ),
    Rule(
        "<number> [ - ] <unit> [ - long ]",
        read.duration_of,
        reads={"He begins a four-day visit.": "P4D", "A two-hour walk.": "PT2H"},
        leaves=("Four daylights.",),
    ),
    Rule(
        "<number> to|or|- <:number> <unit:units>",
        read.duration,
        reads={"It takes two to three weeks.": "P2W"},
        leaves=("It takes two to tango.",),
    ),
    Rule(
        "[ the ] past|last|next|first|coming|latest <number> <unit:units>",
        read.duration,
        reads={"It fell in the past three months.": "P3M"},
        leaves=(),
    ),
    Rule(
        "( for|lasted|took|after|than|within|over|nearly|almost|about|half ) a|an [ full|whole ] <unit:long_unit>",
        read.duration,
        reads={"They talked for an hour.": "PT1H"},
        leaves=(),
    ),
    Rule(
        "<number> [ - ] year|years|month|months|day|days [ - ] old|olds",
        nothing,
        leaves=("He is 52 years old.", "A 52-year-old man came.", "They are nine-year-olds."),
    ),
    Rule(
        "[ the ] [ fiscal ] <unit:ended> ( ended|ending )",
        read.duration,
        reads={"Profit rose in the year ended March 31, 2024.": "P1Y 2024-03-31"},
        leaves=(),
    ),
    Rule(
        "<number> and a half <unit:units>",
        read.duration_and_half,
        reads={"They talked for two and a half years.": "P2Y6M"},
        leaves=(),
    ),
    Rule(
        "<number> 1 / 2 <unit:units>",
        read.duration_and_half,
        reads={"They talked for 2 1/2 years.": "P2Y6M"},
        leaves=(),
    ),
    Rule(
        "a|an <unit> and a half",
        read.duration_and_half,
        reads={"They talked for a minute and a half.": "PT1M30S"},
        leaves=(),
    ),
    Rule(
        "[ the ] past|last|next|first|coming|recent <unit:units>",
        read.some,
        reads={"Sales will fall in coming weeks.": "PXW", "Sales fell in recent months.": "PXM"},
        leaves=("The last yearling won.",),
    ),
    Rule(
        "[ the ] [ past|last|next|first|coming ] <:some> [ - ] [ more ] <unit:units>|<unit:unit>",
        read.some,
        reads={"They talked for several years.": "PXY"},
        leaves=(),
    ),
    Rule(
        "( for|in|over|within|took|after|lasted|by ) <unit:units>",
        read.some,
        reads={"They talked for hours.": "PTXH"},
        leaves=(),
    ),
    Rule(
        "( in|over|within|during ) the next|coming <unit:short_unit> [ or two|so ]",
        read.duration,
        reads={"They will meet in the next day or so.": "P1D", "They will meet over the next week.": "P1W"},
        leaves=(),
    ),
    # How often
    Rule(
        "every|each|per <unit>",
        read.every,
        reads={"They meet every year.": "P1Y"},
        leaves=(),
    ),
    Rule(
        "every <number> <unit:units>",
        read.every,
        reads={"They meet every two weeks.": "P2W"},
        leaves=(),
    ),
    Rule(
        "every|each <month>",
        read.every_month,
        reads={"They meet each July.": "XXXX-07"},
        leaves=(),
    ),
    Rule(
        "every|each <season>",
        read.every_season,
        reads={"They meet every summer.": "XXXX-SU"},
        leaves=(),
    ),
    Rule(
        "<unit:often>",
        read.every,
        reads={"They meet daily.": "P1D"},
        leaves=(),
    ),
)
