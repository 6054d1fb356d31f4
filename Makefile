# What a person does with this checkout. Debian 12 or alike, with python3-venv and make.

PYTHON ?= python3
PORT ?= $(or $(TORGET_PORT),8000)
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --no-input --disable-pip-version-check \
	--require-hashes --no-deps --only-binary :all:
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-annotate \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

.DEFAULT_GOAL := help
.PHONY: help setup serve test check format bench journey drill-notify drill-review screens words lock clean

help: ## What can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

serve: .venv/run ## The town with demo people, on PORT (8000); Ctrl-C ends it
	@TORGET_DEMO="$${TORGET_DEMO-1}" TORGET_PORT=$(PORT) exec $(BIN)/python -m web serve

setup: .venv/dev ## The environment in .venv, with what tests and checks need

test: setup ## Everything: the checks, then the whole suite on SQLite and on PostgreSQL
	@$(MAKE) --no-print-directory --jobs=2 form house browser
	@$(MAKE) --no-print-directory --jobs=2 types suite

check: setup ## Format, lint, strict types, and the rules of the house: imports, words, sizes
	@$(MAKE) --no-print-directory --jobs=2 types form house

.PHONY: types form house browser suite
types:
	@$(BIN)/mypy
form:
	@$(BIN)/ruff format --check --quiet . || { echo "make format puts this right"; exit 1; }
	@$(BIN)/ruff check --quiet .
house:
	@$(BIN)/pytest --quiet tests/house
browser:
	@$(BIN)/python -m tests.browser.setup
suite:
	@$(BIN)/python -m tests.suite --ignore=tests/house

format: setup ## Put the form of the code right
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup ## How fast, on this machine, beside a bare server and a bare database
	@$(BIN)/python -m tests.bench

journey: setup ## Fifty real proposals through a running server: make journey DATA=folder
	@$(BIN)/python -m tests.journeys.run $(if $(DATA),DATA=$(DATA)) $(if $(COUNT),COUNT=$(COUNT))

drill-notify: setup ## Workers killed under 10,000 messages: everyone once, or exit 1; see ARGS="--help"
	@$(BIN)/python -m tests.faults.drill $(ARGS)

drill-review: setup ## 10,000 texts and eight moderators at once: each judged once, or exit 1
	@$(BIN)/python -m tests.faults.judging $(ARGS)

screens: setup ## The pictures of docs/screens, taken anew from the demonstration
	@$(BIN)/python -m tests.browser.setup
	@$(BIN)/python -m tests.browser.screens

words: setup ## Which words of the templates lack a translation, and which are no longer used
	@$(BIN)/python -m tests.house.words

lock: setup ## Choose the newest versions that fit pyproject.toml, and pin them by hash
	@$(BIN)/pip install --quiet pip-tools
	@$(COMPILE) --upgrade --extra postgres --output-file requirements/run.txt pyproject.toml
	@$(COMPILE) --extra postgres --extra dev --constraint requirements/run.txt \
		--output-file requirements/dev.txt pyproject.toml

clean: ## Remove the environment and every cache; data stays
	rm -rf .venv node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Torget needs Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "run: apt-get install python3-venv"; exit 1; }

# Serving needs less than testing: a clean machine answers sooner.
.venv/run: requirements/run.txt | .venv/bin/pip
	@echo "Fetching what Torget runs on (once)"
	@$(PIP) -r requirements/run.txt
	@touch $@

.venv/dev: requirements/dev.txt requirements/run.txt | .venv/bin/pip
	@echo "Fetching what Torget is tested with (once)"
	@$(PIP) --no-compile -r requirements/dev.txt
	@touch .venv/run $@
