# Everything a developer or a curious visitor runs; each target needs nothing before it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup demo test bench learn check format lock clean

setup: $(VENV)/.made-from-lock  ## .venv with Daybook and what it stands on

$(VENV)/.made-from-lock: requirements-dev.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Daybook needs Python 3.11 or newer, and '$(PYTHON)' is not here: install it, or name another one (make PYTHON=python3.12)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Daybook needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1): install a newer one, or name it (make PYTHON=python3.12)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "'$(PYTHON)' cannot make virtual environments: install its venv package (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup  ## the main job, from articles to reminders, in the terminal
	@$(BIN)/daybook demo

test: setup  ## the tests; PostgreSQL's too where DAYBOOK_TEST_POSTGRES names a server
	$(BIN)/pytest --numprocesses auto --dist loadfile

bench: setup  ## how fast dates, beside others, and meetings are read, and how well both where ../shared is at hand
	$(BIN)/python -m tests.bench_dates
	$(BIN)/python -m tests.bench_meetings
	$(BIN)/python -m tests.measure_dates
	$(BIN)/python -m tests.measure_meetings

learn: setup  ## learn anew, from ../shared and our own labels, what speaks for a meeting, and measure that by cross-validation
	$(BIN)/python -m pip install --quiet --disable-pip-version-check scikit-learn
	$(BIN)/python -m tests.learn
	$(BIN)/python -m tests.measure_meetings --cross-validated

check: setup  ## ruff, format, mypy
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: setup
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

lock: setup  ## the two lock files, from pyproject.toml: requirements.lock runs Daybook, requirements-dev.lock also checks it
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml --group dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
