"""What a child may not do, beyond its limits of time and memory: reach out, write, or start anything.

The limits hold for code in C as well. The audit hook (PEP 578) stops what a library does through Python, such as
fetching a schema, an image or a redirect by itself: it is no wall against code that was made to run in a child.
"""

import os
import resource
import sys

_OUT = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "webbrowser.")
_FILES = (
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "shutil.",
)
_PROCESSES = ("os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "os.kill", "pty.")
_FORBIDDEN = _OUT + _FILES + _PROCESSES
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_OPEN_FILES = 64
_NICENESS = 10


def confine(memory: int) -> None:
    """Confine this process from now on, for good: ``memory`` bytes of address space, and the rest as above."""
    os.nice(_NICENESS)  # the chat is answered first
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (most, most))
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[object, ...]) -> None:
    writes = event == "open" and isinstance(args[2], int) and args[2] & _WRITES
    if writes or event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is nothing that reading a document needs")
