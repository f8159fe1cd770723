"""Events that are hosted again and again, by their names: "Chile will host the eighth ABC"."""

from jobs.extraction.lexicon import Hit
from jobs.extraction.named.institutions import runs
from jobs.extraction.passage import Passage

_ARTICLE = 1  # words between "host" and "eighth"


def edition_of(event: Hit, passage: Passage) -> range | None:
    """Return the words "eighth ABC" of what somebody is said to host; None: a guest, or what another word names."""
    if event.section != "hosts" or event.value != "visit":
        return None
    for edition in passage.hits("editions"):
        if event.last <= edition.first <= event.last + _ARTICLE:
            named = next((run for run in runs(passage.words, passage.lexicon) if run.start == edition.last), None)
            is_nobody = named and not any(i in passage.taken for i in named)
            return range(edition.first, named.stop) if named and is_nobody else None
    return None
