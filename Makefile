# Two commands: `make demo` shows carrel at work on its sample papers, `make test` checks it.
# Both make the same environment in .venv first; the first time a compiler runs for some minutes.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: help environment demo test check format docs samples pictures snapshots clean

help:  ## say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

environment:  ## make .venv with everything in it
	@$(PYTHON) tools/environment.py

demo: environment  ## build a library from the sample papers and ask it a question
	@$(BIN)/python tools/demo.py

test: environment check  ## run every check and the whole test suite
	$(BIN)/python -m pytest

check: environment  ## types, style, import contracts
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: environment  ## lay the code out
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

docs: environment  ## write the generated reference pages anew
	$(BIN)/python tools/reference.py

samples: environment  ## typeset the sample papers anew
	$(BIN)/python assets/samples/build.py

pictures: environment  ## draw the README's pictures of the app anew
	$(BIN)/python docs/pictures.py

snapshots: environment  ## keep what the places of the app look like now
	CARREL_SNAPSHOTS=write $(BIN)/python -m pytest -q tests/ui/app/test_snapshots.py

clean:  ## remove what was made here; models and wheels in your data and cache folders stay
	rm -rf .venv demo build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
