"""The present, the past and the future as such."""

from jobs.extraction.readings import lengths as read
from jobs.extraction.rule import Rule

RULES = (
    Rule(
        "<reference>",
        read.reference,
        reads={
            "They are meeting now.": "PRESENT_REF",
            "They met recently.": "PAST_REF",
            "They will meet soon.": "FUTURE_REF",
        },
        leaves=("They know nothing of it.",),
    ),
)
