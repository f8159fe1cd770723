"""Calendars that are made to break their reader."""

from tests.hostile_documents.family import families

ICS = "text/calendar"


def ics(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *lines, "END:VCALENDAR", ""])


def event(*lines: str, start: str = "DTSTART;VALUE=DATE:20250314") -> str:
    return "\r\n".join(["BEGIN:VEVENT", "UID:1", "SUMMARY:Talks", start, *lines, "END:VEVENT"])


def recurring(which: int) -> str:
    rules = (
        *("FREQ=SECONDLY", "FREQ=SECONDLY;UNTIL=99991231T235959Z", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=SECONDLY;BYSETPOS=366;BYMONTH=13", f"FREQ=YEARLY;COUNT={'9' * 20}"),
        f"FREQ=MINUTELY;BYMINUTE={','.join(map(str, range(60)))}",
        f"FREQ=SECONDLY;BYSECOND={','.join(map(str, range(60)))};BYHOUR=25",
    )
    return ics(event(f"RRULE:{rules[which]}", start="DTSTART:19000101T000000Z"))


def zone(count: int) -> str:
    part = (
        "BEGIN:STANDARD",
        "DTSTART:16010101T000000",
        "RRULE:FREQ=SECONDLY",
        "TZOFFSETFROM:+9999",
        "TZOFFSETTO:-9999",
    )
    lines = ("BEGIN:VTIMEZONE", "TZID:x", *([*part, "END:STANDARD"] * count), "END:VTIMEZONE")
    return ics(*lines, event(start="DTSTART;TZID=x:20250314T090000"))


CALENDARS = families(
    ICS,
    {
        "an event that recurs": (recurring, tuple(range(8))),
        "events that recur": (
            lambda n: ics("\r\n".join([event("RRULE:FREQ=SECONDLY;BYHOUR=3;BYMINUTE=7")] * n)),
            (10, 1_000, 4_999),
        ),
        "events": (lambda n: ics("\r\n".join([event()] * n)), (10, 4_999, 60_000)),
        "events of a long text": (
            lambda n: ics("\r\n".join([event("RRULE:FREQ=DAILY", f"DESCRIPTION:{'x' * 99_999}")] * n)),
            (1, 40),
        ),
        "calendars within calendars": (lambda n: "BEGIN:VCALENDAR\r\n" * n, (10, 10_000, 250_000)),
        "a line that goes on": (lambda n: ics(event("DESCRIPTION:" + "x\r\n " * n)), (100, 1_000_000)),
        "days that are added": (
            lambda n: ics(event("RDATE:" + ",".join(["20250314T090000Z"] * n))),
            (100, 100_000, 250_000),
        ),
        "days that are left out": (
            lambda n: ics(event("RRULE:FREQ=DAILY", "EXDATE:" + ",".join(["20250314"] * n))),
            (100, 100_000),
        ),
        "parameters": (lambda n: ics(event("ATTENDEE" + ";CN=x" * n + ":mailto:a@b.c")), (100, 100_000, 500_000)),
        "a zone of its own": (zone, (1, 1_000, 20_000)),
        "a length that no clock has": (lambda n: ics(event(f"DURATION:P{'9' * n}D")), (3, 9, 20, 4_000)),
        "a day that no calendar has": (lambda n: ics(event(start=f"DTSTART:{n:08}T999999Z")), (0, 20250230, 99991231)),
    },
)
