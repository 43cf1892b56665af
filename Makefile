# One door: `make demo` to see it, `make test` to check it. `make help` lists the rest.
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
export HEMICYCLE_HOME ?= ./var
ARGS ?=

.PHONY: help demo test check install install-test bench lock

help: ## What can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: $(VENV)/.installed ## The virtual environment, exactly as locked
install-test: $(VENV)/.installed-test

$(UV):
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Hemicycle needs Python 3.11 or newer as python3."; exit 2; }
	@bash deploy/system-packages.sh venv
	python3 -m venv $(VENV)
	$(BIN)/python -m pip --quiet --disable-pip-version-check install 'uv>=0.9'

$(VENV)/.installed: requirements.lock pyproject.toml engine/pyproject.toml | $(UV)
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements.lock
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps -e ./engine -e .
	@touch $@

$(VENV)/.installed-test: requirements-test.lock $(VENV)/.installed
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements-test.lock
	@touch $@

lock: | $(UV) ## Renew both lock files
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-package hearhear --no-emit-index-url pyproject.toml -o requirements.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-package hearhear --no-emit-index-url pyproject.toml --group test -c requirements.lock -o requirements-test.lock
