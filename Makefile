# The commands of the house. `make` alone lists them.
#
#   PYTHON=python3.12   which Python makes the environment (3.11, 3.12 or 3.13)
#   VENV=.venv-3.12     where the environment stands

VENV ?= .venv
PYTHON ?=
BIN := $(VENV)/bin
# Made last, so it stands only beside a complete environment.
READY := $(VENV)/.ready
WEB_READY := web/node_modules/.ready
DEMO := output/demo
# Tests that need no long run; what a change touches is run beside them.
FAST := tests/record tests/scenario tests/world tests/test_house.py tests/test_errors.py \
  --ignore tests/scenario/card --ignore tests/scenario/test_mangled.py --ignore tests/record/test_everywhere.py

.DEFAULT_GOAL := help
.PHONY: help demo test check lint bench release-check docs documents pictures web test-web environment lock clean clean-environment

help: ## list these commands
	@echo "upheaval: an executable model of a crisis of authoritarian rule"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-19s %s\n", $$1, $$2 }' Makefile

demo: $(READY) ## run January 2022 in Kazakhstan; writes output/demo
	@$(BIN)/upheaval run kazakhstan-2022 --out $(DEMO) --resume --force
	@echo "Store and figures are in $(DEMO):"
	@ls -1 $(DEMO) | sed 's|^|  $(DEMO)/|'

test: lint ## lint, then every test
	@echo "tests"
	@$(BIN)/python -m pytest -n 2

check: lint ## lint and the fast tests, under a minute
	@echo "fast tests"
	@$(BIN)/python -m pytest -n 2 $(FAST)

lint: $(READY) ## style, types, and imports that point down only
	@echo "ruff check";  $(BIN)/ruff check --quiet .
	@echo "ruff format"; $(BIN)/ruff format --check --quiet . \
	  || { echo "Some files are not formatted: $(BIN)/ruff format ." >&2; exit 1; }
	@echo "mypy";        $(BIN)/mypy
	@echo "imports";     $(BIN)/lint-imports --no-logo

bench: $(READY) ## run every benchmark; prints ratios
	@$(BIN)/upheaval bench
	@$(BIN)/python -m upheaval.bench.mesa_parity

release-check: $(READY) ## build the wheel and try it with the newest and the lowest versions
	@$(BIN)/python tools/check_release.py

docs: $(READY) ## build the documentation site into output/site, every link checked
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	@echo "The site is in output/site: open index.html there."

documents: $(READY) ## remake what documents take from the code: tables and reference pages
	@$(BIN)/python tools/documents/generate.py

pictures: $(READY) $(WEB_READY) ## remake what takes runs: notebook, table of parts, pictures of the workbench
	@$(BIN)/python tools/documents/notebook_pages.py
	@$(BIN)/python tools/documents/parts_page.py
	@$(BIN)/python tools/documents/theory_pages.py --figures
	@UPHEAVAL="$(abspath $(BIN))/upheaval" node tools/documents/screens.mjs

web: $(WEB_READY) ## rebuild the front end into the package (needs Node.js 20 or later)
	@cd web && npm run --silent build

test-web: $(READY) $(WEB_READY) ## drive the workbench in Chromium (needs Node.js and Chromium)
	@cd web && UPHEAVAL="$(abspath $(BIN))/upheaval" PYTHON="$(abspath $(BIN))/python" npm test --silent

$(WEB_READY): web/package-lock.json
	@command -v npm >/dev/null || { echo "The front end needs Node.js 20 or later, with npm." >&2; exit 1; }
	@cd web && npm install --no-save --silent --no-progress
	@touch $@

environment: $(READY) ## make the environment, as the other commands do by themselves

$(READY): requirements.lock pyproject.toml
	@python="$(PYTHON)"; \
	if [ -x $(BIN)/python ] && $(BIN)/python -c "" 2>/dev/null; then python=; else \
	  for candidate in $${python:-python3 python3.13 python3.12 python3.11 python}; do \
	    python=; \
	    if "$$candidate" -c "import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" 2>/dev/null; \
	    then python="$$candidate"; break; fi; \
	  done; \
	  if [ -z "$$python" ]; then \
	    echo "upheaval needs Python 3.11, 3.12 or 3.13 with its venv module, and found none$(if $(PYTHON), at '$(PYTHON)')." >&2; \
	    echo "Install one (on Debian and Ubuntu also python3-venv), or name it: make PYTHON=/path/to/python3.12" >&2; \
	    exit 1; \
	  fi; \
	  echo "Making $(VENV) with $$("$$python" --version)"; \
	  "$$python" -m venv --clear $(VENV) || exit 1; \
	fi
	@rm -f $@
	@echo "Installing the pinned packages (a minute or two; only when they change)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock: ## remake requirements.lock (LOCK_FLAGS=--upgrade for newer versions)
	@command -v uv >/dev/null || { echo "make lock needs uv (pip install uv)" >&2; exit 1; }
	@uv pip compile --quiet pyproject.toml --group dev --group docs --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  $(LOCK_FLAGS) --output-file requirements.lock
	@echo "requirements.lock: $$(grep -c '==' requirements.lock) pinned versions"

clean: ## remove caches, built packages and the demo's output
	@rm -rf $(DEMO) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

clean-environment: ## remove the environment
	@rm -rf $(VENV)
