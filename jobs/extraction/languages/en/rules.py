"""How English news speaks of time; the examples are read on Monday 3 March 2025."""

from jobs.extraction.languages.en import clocks, days, lengths, periods, references, weekdays

RULES = (*days.RULES, *weekdays.RULES, *periods.RULES, *lengths.RULES, *references.RULES, *clocks.RULES)
