"""What can go wrong, one class for each reaction to it."""

from datetime import timedelta


class DaybookError(Exception):
    """The base of all that Daybook raises on purpose; its text is one sentence for a person."""


class AskedWrongly(DaybookError):  # noqa: N818 - it is an answer to a person, and named so
    """What a person typed cannot be done; the text says what to type instead."""


class SourceError(DaybookError):
    """The world did not give what was asked of it; kept on the Source, and tried again later.

    reason       what an admin reads: a sentence of what is wrong and, where there is something, one of what to try
    retry_after  how long the server asks to be left alone, at most a day; None where it does not say
    is_gone      whether the address was taken away for good
    """

    def __init__(self, reason: str, *, retry_after: timedelta | None = None, is_gone: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.retry_after, self.is_gone = reason, retry_after, is_gone


class StorageError(DaybookError):
    """The database cannot be used as it is."""


class LeaseLostError(StorageError):
    """Another Daybook runs on this database; ``holder`` is its "host:process id"."""

    def __init__(self, holder: str) -> None:
        super().__init__(
            f"Another Daybook ({holder}) is running on this database: stop it first, "
            "or name another database in DAYBOOK_DATABASE_URL."
        )
        self.holder = holder


class NotFoundError(StorageError):
    """No such row. ``what`` is the model's name, ``key`` the value looked up."""

    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"There is no {what} {key}.")
        self.what, self.key = what, key
