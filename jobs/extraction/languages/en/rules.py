"""How English news speaks of time; the examples are read on Monday 3 March 2025."""

from jobs.extraction.languages.en import (
    clocks,
    days,
    holidays,
    lengths,
    months,
    periods,
    quarters,
    references,
    weekdays,
    weeks,
    years,
)

RULES = (
    *days.RULES,
    *weekdays.RULES,
    *holidays.RULES,
    *weeks.RULES,
    *months.RULES,
    *quarters.RULES,
    *years.RULES,
    *periods.RULES,
    *lengths.RULES,
    *references.RULES,
    *clocks.RULES,
)
