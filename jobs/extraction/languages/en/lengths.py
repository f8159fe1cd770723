"""How long, and how often."""

from jobs.extraction.timex.readings import lengths as read
from jobs.extraction.timex.readings import nothing
from jobs.extraction.timex.rule import Rule

RULES = (
    Rule(
        "within <number> <unit:units>",
        read.duration,
        reads={"They will answer within 48 hours.": "PT48H", "They will meet within three days.": "P3D"},
        leaves=("It is within three miles.",),
    ),
    Rule(
        "<number> [ more|additional|consecutive|straight|full|trading|working|business ] <unit:units>",
        read.duration,
        reads={
            "They met for 22 months.": "P22M",
            "It took a hundred years.": "P100Y",
            "It fell for eight trading days.": "P8D",
            "They met for two decades.": "P20Y",
            "They met for three years.": "P3Y",
            "They met for twenty-four hours.": "PT24H",
        },
        leaves=(
            "They met 1,200 years-old trees.",
            "They met two delegations.",
            "They met three friends.",
        ),
    ),
    Rule(
        "<number> [ - ] <unit> [ - long ]",
        read.duration_of,
        reads={
            "It was a two-week tour.": "P2W",
            "An 18-month plan failed.": "P18M",
            "He begins a four-day visit.": "P4D",
            "A two-hour walk.": "PT2H",
        },
        leaves=(
            "The two-seater is out.",
            "The four-party talks failed.",
        ),
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
        reads={
            "It will fall over the next two weeks.": "P2W",
            "It rose in the first nine months.": "P9M",
            "It fell in the past three months.": "P3M",
        },
        leaves=(
            "The last two came.",
            "The last three rounds failed.",
        ),
    ),
    Rule(
        "( for|lasted|took|after|than|within|over|nearly|almost|about|half ) a|an [ full|whole ] <unit:long_unit>",
        read.duration,
        reads={"They met for a week.": "P1W", "It lasted a whole month.": "P1M", "They talked for an hour.": "PT1H"},
        leaves=(
            "They asked for a loan.",
            "They asked for a daybreak raid.",
        ),
    ),
    Rule(
        "<number> [ - ] year|years|month|months|day|days [ - ] old|olds",
        nothing,
        leaves=("He is 52 years old.", "A 52-year-old man came.", "They are nine-year-olds."),
    ),
    Rule(
        "[ the ] [ fiscal ] <unit:ended> ( ended|ending )",
        read.duration,
        reads={
            "Sales fell in the month ended March 31, 2024.": "P1M 2024-03-31",
            "Profit rose in the year ended March 31, 2024.": "P1Y 2024-03-31",
        },
        leaves=("The war ended.",),
    ),
    Rule(
        "<number> and a half <unit:units>",
        read.duration_and_half,
        reads={"They talked for one and a half hours.": "PT1H30M", "They talked for two and a half years.": "P2Y6M"},
        leaves=("Two and a half men.",),
    ),
    Rule(
        "<number> 1 / 2 <unit:units>",
        read.duration_and_half,
        reads={"They walked 5 1/2 hours.": "PT5H30M", "They talked for 2 1/2 years.": "P2Y6M"},
        leaves=("They ate 2 1/2 pies.",),
    ),
    Rule(
        "a|an <unit> and a half",
        read.duration_and_half,
        reads={"It took a year and a half.": "P1Y6M", "They talked for a minute and a half.": "PT1M30S"},
        leaves=("He ate a loaf and a half.",),
    ),
    Rule(
        "[ the ] past|last|next|first|coming|recent <unit:units>",
        read.some,
        reads={"Sales will fall in coming weeks.": "PXW", "Sales fell in recent months.": "PXM"},
        leaves=("The last rounds failed.",),
    ),
    Rule(
        "[ the ] [ past|last|next|first|coming ] <:some> [ - ] [ more ] <unit:units>|<unit:unit>",
        read.some,
        reads={
            "They met over the next few days.": "PXD",
            "They have met for many years.": "PXY",
            "They talked for several years.": "PXY",
        },
        leaves=("Several envoys left.",),
    ),
    Rule(
        "( for|in|over|within|took|after|lasted|by ) <unit:units>",
        read.some,
        reads={"They met for weeks.": "PXW", "They talked for hours.": "PTXH"},
        leaves=("They asked for talks.",),
    ),
    Rule(
        "( in|over|within|during ) the next|coming <unit:short_unit> [ or two|so ]",
        read.duration,
        reads={"They will meet in the next day or so.": "P1D", "They will meet over the next week.": "P1W"},
        leaves=("They will meet in the next round.",),
    ),
    # How often
    Rule(
        "every|each|per <unit>",
        read.every,
        reads={"It costs a dollar per day.": "P1D", "They meet each month.": "P1M", "They meet every year.": "P1Y"},
        leaves=(
            "Every minister was there.",
            "They meet everyday.",
        ),
    ),
    Rule(
        "every <number> <unit:units>",
        read.every,
        reads={"They meet every six months.": "P6M", "They meet every two weeks.": "P2W"},
        leaves=("Every two ministers met.",),
    ),
    Rule(
        "every|each <month>",
        read.every_month,
        reads={"They meet each July.": "XXXX-07"},
        leaves=("Every Mayo farmer came.",),
    ),
    Rule(
        "every|each <season>",
        read.every_season,
        reads={"They meet every summer.": "XXXX-SU"},
        leaves=("Every springboard broke.",),
    ),
    Rule(
        "<unit:often>",
        read.every,
        reads={"They meet weekly.": "P1W", "It is paid annually.": "P1Y", "They meet daily.": "P1D"},
        leaves=("They meet regularly.",),
    ),
)
