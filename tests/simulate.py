"""Planning and sending on a virtual clock, with everything that can go wrong: ``python -m tests.simulate``."""

import sys
import time
from concurrent.futures import ProcessPoolExecutor

import click

from tests.simulation.mutations import MUTATIONS
from tests.simulation.run import FULL, SMALL, Result, Size, simulate

_FAULTS = 10_000  # a seed, in the full size


@click.command()
@click.option("--seed", "first", default=1, show_default=True, help="The first seed, or the one to run alone.")
@click.option("--seeds", default=1, show_default=True, help="How many, from --seed on.")
@click.option(
    "--full", is_flag=True, help="1,000 chats, 100 meetings and 10,000 faults; ten seeds unless --seeds says."
)
@click.option("--mutations", is_flag=True, help="Instead, make each of the known mistakes: all have to be found.")
@click.option("--processes", default=2, show_default=True, help="How many seeds run side by side.")
def main(first: int, seeds: int, *, full: bool, mutations: bool, processes: int) -> None:
    """Simulate planning and sending; a seed that breaks an invariant is shown, and comes out the same again."""
    if mutations:
        sys.exit(not _find_all(range(first, first + seeds)))
    size = FULL if full else Size()
    chosen = range(first, first + (10 if full and seeds == 1 and first == 1 else seeds))
    failed = []
    with ProcessPoolExecutor(max_workers=min(processes, len(chosen))) as pool:
        for result, took_s in pool.map(_timed, chosen, [size] * len(chosen)):
            click.echo(f"{result}; {took_s:.0f} s")
            for sentence in result.broken[:20]:
                click.echo(f"  {sentence}")
            if full and result.faults.total() < _FAULTS:
                click.echo(f"  only {result.faults.total()} faults")
            if result.broken:
                failed.append(result.seed)
    for seed in failed:
        click.echo(f"broken: python -m tests.simulate --seed {seed}{' --full --seeds 1' if full else ''}")
    sys.exit(bool(failed))


def _timed(seed: int, size: Size) -> tuple[Result, float]:
    began = time.perf_counter()
    return simulate(seed, size), time.perf_counter() - began


def _find_all(seeds: range) -> bool:
    """Return whether each mutation breaks an invariant with one of ``seeds``, and none is broken without."""
    found = True
    for name, mutation in MUTATIONS.items():
        broken = next((result.broken for seed in seeds if (result := simulate(seed, SMALL, mutation)).broken), [])
        click.echo(f"{name}: {f'found: {broken[0]}' if broken else 'NOT FOUND'} ({len(broken)} broken)")
        found = found and bool(broken)
    return found


if __name__ == "__main__":
    main()
