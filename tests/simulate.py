"""Planning and sending on a virtual clock, with everything that can go wrong: ``python -m tests.simulate``."""

import os
import sys
import time

import click

from tests.simulation.run import Size, simulate


@click.command()
@click.option("--seed", "first", default=1, show_default=True, help="The first seed, or the one to run alone.")
@click.option("--seeds", default=1, show_default=True, help="How many, from --seed on.")
def main(first: int, seeds: int) -> None:
    """Simulate planning and sending; a seed that breaks an invariant is shown, and comes out the same again."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # as the product does
    failed = []
    for seed in range(first, first + seeds):
        began = time.perf_counter()
        result = simulate(seed, Size())
        click.echo(f"{result}; {time.perf_counter() - began:.0f} s")
        for sentence in result.broken[:20]:
            click.echo(f"  {sentence}")
        if result.broken:
            failed.append(seed)
    for seed in failed:
        click.echo(f"broken: python -m tests.simulate --seed {seed}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
