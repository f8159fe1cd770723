"""Whether a page that has changed is an edit of its Article, or something else in its place: pure."""

from collections import Counter

from storage.models import Article

ANOTHER_TEXT = "There is another text at this address now."
_MOST, _SOME = 0.5, 0.2  # of its words; a wall of cookies has a tenth of any text, an agenda of the next week more


def is_still_there(known: Article, told: Article, *, most: bool) -> bool:
    """Return whether the words of an Article are on its page still: ``most`` of them, or at least some.

    An edited date leaves nearly all, a wall of cookies or a login hardly any.
    """
    before, now = Counter(known.body.casefold().split()), Counter(told.body.casefold().split())
    return (before & now).total() >= (_MOST if most else _SOME) * before.total()
