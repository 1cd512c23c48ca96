# The commands of a working day. They use the environment in .venv (see CONTRIBUTING.md).
BIN ?= .venv/bin/

.PHONY: test quick lint format types mutants compare

test:  ## every test
	$(BIN)pytest -q -n 2

quick:  ## the quick tests (without those marked long)
	$(BIN)pytest -q -n 2 -m "not long"

lint:
	$(BIN)ruff check .

format:
	$(BIN)ruff check -q --fix --select I .
	$(BIN)ruff format .

types:
	$(BIN)mypy

mutants:  ## which small changes of the code no test notices; needs pip install -e '.[mutants]'
	$(BIN)python tools/mutants.py

compare:  ## whether records differ from those kept in BEFORE=folder
	$(BIN)python tools/compare_records.py compare $(BEFORE)
