"""How the words that a rule found are read; the same in every language.

Each takes the Context and the rule's groups by name. It returns what each of the rule's expressions means, in their
order: none in doubt, and none for a day that does not exist. Outside the calendar (year 10000) it raises ValueError or
OverflowError, as datetime does.
"""

from collections.abc import Sequence

from jobs.extraction.timex.meaning import Meaning
from jobs.extraction.timex.rule import Context

NOTHING: Sequence[Meaning] = ()


def nothing(_context: Context, **_values: object) -> Sequence[Meaning]:
    """What looks like an expression of time and is none: "the 17th round"."""
    return NOTHING
