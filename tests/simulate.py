"""Planning and sending on a virtual clock, with everything that can go wrong: ``python -m tests.simulate``."""

import gc
import logging
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed

import click

from tests.simulation.run import FULL, Result, Size, simulate

_NO_COLLECTION_BELOW = 100_000  # objects: what a simulation keeps is many, and no garbage


@click.command()
@click.option("--seed", "first", default=1, show_default=True, help="The first seed, or, with --seeds 1, the only one.")
@click.option("--seeds", default=10, show_default=True, help="How many, from --seed on.")
@click.option("--small", is_flag=True, help="16 chats and 8 meetings instead of 1,000 and 100.")
@click.option("--processes", default=os.cpu_count(), show_default="one for each core", help="How many seeds at once.")
def main(first: int, seeds: int, small: bool, processes: int) -> None:
    """Simulate planning and sending; a seed that breaks an invariant is shown, and comes out the same again."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # as the product does
    size = Size() if small else FULL
    failed, began = [], time.perf_counter()
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _prepare) as pool:
        running = [pool.submit(_timed, seed, size) for seed in range(first, first + seeds)]
        for one in as_completed(running):
            result, took_s = one.result()
            click.echo(f"{result}; {took_s:.0f} s")
            for sentence in result.broken[:20]:
                click.echo(f"  {sentence}")
            if result.broken:
                failed.append(result.seed)
    click.echo(f"{seeds} seeds, {len(failed)} of them broken; {time.perf_counter() - began:.0f} s")
    for seed in sorted(failed):
        click.echo(f"broken: python -m tests.simulate --seed {seed} --seeds 1{' --small' * small}")
    sys.exit(bool(failed))


def _prepare() -> None:
    logging.lastResort = None
    gc.set_threshold(_NO_COLLECTION_BELOW, 20, 50)


def _timed(seed: int, size: Size) -> tuple[Result, float]:
    began = time.perf_counter()
    return simulate(seed, size), time.perf_counter() - began


if __name__ == "__main__":
    main()
