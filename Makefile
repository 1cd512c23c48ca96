# The commands of a working day. They use the environment in .venv (see CONTRIBUTING.md).
BIN ?= .venv/bin/

.PHONY: help install test quick lint format types check gate pages keep compare mutants

help:  ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

install:  ## the environment that all of these use
	python3.11 -m venv .venv
	$(BIN)pip install -q -e '.[dev]'

test:  ## every test
	$(BIN)pytest -q -n 2

quick:  ## the quick tests (without those marked long)
	$(BIN)pytest -q -n 2 -m "not long"

lint:  ## style, as CI asks for it
	$(BIN)ruff check .
	$(BIN)ruff format --check .

format:  ## lay out the code and sort its imports
	$(BIN)ruff check -q --fix --select I .
	$(BIN)ruff format .

types:  ## mypy, strict, over the tests too
	$(BIN)mypy

check: lint types quick  ## what a change should pass before it is shown

gate:  ## whether it is as fast and as small as it was: ratios and counts against benchmarks/floors.json
	$(BIN)python benchmarks/gate.py

pages:  ## write anew the pages that are made from the code
	$(BIN)pytest -q -k made_from --rewrite-golden tests/outputs tests/labels

keep:  ## keep the records in BEFORE=folder, to compare with them later
	$(BIN)python tools/compare_records.py keep $(BEFORE)

mutants:  ## which small changes of the code no test notices; needs pip install -e '.[mutants]'
	$(BIN)python tools/mutants.py

compare:  ## whether records differ from those kept in BEFORE=folder
	$(BIN)python tools/compare_records.py compare $(BEFORE)
