"""The present, the past and the future as such."""

from jobs.extraction.timex.readings import lengths as read
from jobs.extraction.timex.readings import nothing
from jobs.extraction.timex.rule import Rule

RULES = (
    Rule(
        "<reference>",
        read.reference,
        reads={
            "They are currently in Oslo.": "PRESENT_REF",
            "They think of the future.": "FUTURE_REF",
            "Nobody meets these days.": "PRESENT_REF",
            "They are meeting now.": "PRESENT_REF",
            "They met recently.": "PAST_REF",
        },
        leaves=(
            "They met nowhere.",
            "They know the way.",
            "They know nothing of it.",
        ),
    ),
    Rule(
        "<reference:future>",
        read.future,
        reads={"They will meet shortly.": "FUTURE_REF", "They will meet soon.": "FUTURE_REF"},
        leaves=("They soon met.", "They soon left Oslo."),
    ),
    Rule(
        "as soon as|after|before",
        nothing,
        leaves=("They will meet as soon as they can.",),
    ),
    Rule(
        "soon after|before",
        nothing,
        leaves=("They will meet soon after the vote.",),
    ),
)
