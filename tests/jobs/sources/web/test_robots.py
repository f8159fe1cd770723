import pytest

from jobs.sources.child import Children
from jobs.sources.web.robots import Robots, Verdict, judge
from storage.errors import SourceError

ADDRESS = "https://komu.com/news/a.html?print=1"
ALLOWED: dict[str, tuple[str, bool]] = {
    "nothing": ("", True),
    "not a robots.txt": ("<!DOCTYPE html><title>Not found</title>", True),
    "all closed to all": ("User-agent: *\nDisallow: /", False),
    "all closed to us": ("User-agent: daybook\nDisallow: /", False),
    "all closed to others": ("User-agent: GPTBot\nDisallow: /", True),
    "closed to others, and another part to all": (
        "User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /x",
        True,
    ),
    "open to us alone": ("User-agent: *\nDisallow: /\n\nUser-agent: Daybook\nDisallow:", True),
    "the longer rule holds": ("User-agent: *\nDisallow: /news\nAllow: /news/a", True),
    "by a wildcard": ("User-agent: *\nDisallow: /*?print=", False),
    "by its end": ("User-agent: *\nDisallow: /*.html$", True),
    "behind a byte order mark": ("\ufeffUser-agent: *\nDisallow: /", False),
    "in old line ends": ("User-agent: *\rDisallow: /\r", False),
}


@pytest.mark.parametrize(("text", "is_allowed"), ALLOWED.values(), ids=ALLOWED)
def test_a_page_is_allowed_or_not(text: str, is_allowed: bool) -> None:
    assert judge(text.encode(), ADDRESS).is_allowed == is_allowed


def test_what_is_not_text_allows_all() -> None:
    assert judge(bytes(range(256)), ADDRESS) == Verdict(is_allowed=True)


def test_a_pause_may_be_asked_for_up_to_five_seconds() -> None:
    assert judge(b"User-agent: *\nCrawl-delay: 2.5", ADDRESS).delay_s == 2.5
    assert judge(b"User-agent: *\nCrawl-delay: 60", ADDRESS).delay_s == 5
    assert judge(b"User-agent: *\nCrawl-delay: inf", ADDRESS).delay_s == 0


async def test_one_that_is_a_bomb_costs_a_child() -> None:
    bomb = "".join(f"User-agent: {number}\n" for number in range(9_000)) + "Disallow: /\n" * 20_000
    async with Children(1, cpu_s=1, memory=128 * 2**20) as children:
        with pytest.raises(SourceError, match="more time or memory"):
            await children.run(judge, bomb.encode(), ADDRESS)


class Timer:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_it_is_kept_for_a_day() -> None:
    timer = Timer()
    robots = Robots(timer)
    robots.keep("https://komu.com", b"")
    timer.now_s = 86_399
    assert robots.of("https://komu.com") == b""
    timer.now_s = 86_400
    assert robots.of("https://komu.com") is None


def test_each_site_has_its_own() -> None:
    robots = Robots()
    robots.keep("https://komu.com", b"a")
    assert robots.of("http://komu.com") is None


def test_the_oldest_make_room() -> None:
    robots = Robots()
    for number in range(40):
        robots.keep(f"https://{number}.example", b"x" * 2**19)
    assert [number for number in range(40) if robots.of(f"https://{number}.example")] == list(range(8, 40))
