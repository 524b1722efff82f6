# What people and CI type; `make` alone lists it.
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
BIN := .venv/bin
PORT ?= 8000
ROWS ?= 100000
WORKERS ?= 2
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/messages.po)
LOCK := $(BIN)/python -m uv pip compile pyproject.toml --extra postgresql --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --universal --quiet

.PHONY: help run test check format coverage pictures bench soak access-matrix licences sbom messages lock clean environment dev-environment \
	catalogues test-needs check-format check-lint check-types check-imports check-templates check-catalogues check-structure

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "make %-15s %s\n", $$1, $$2}'

run: environment catalogues ## serve the portal with a demo population on http://127.0.0.1:8000 (PORT=)
	@if [ -f "$${DSP_HOME:-instance}/demo.json" ]; then $(BIN)/dsp demo & else $(BIN)/dsp demo; fi && \
	exec $(BIN)/dsp serve --host 127.0.0.1 --port $(PORT)

test: dev-environment catalogues test-needs ## every test, with all it needs (ARGS= goes to pytest, WORKERS=)
	@. ./.venv/test-needs && PYTHONHASHSEED=0 exec $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: dev-environment ## lint, types, import contracts, templates, catalogues, structure
	@$(MAKE) -k -j2 -Otarget check-types check-imports check-templates check-catalogues check-structure check-lint check-format

check-format:
	@echo "format"; $(BIN)/ruff format --check --output-format concise . >.venv/format.txt || { cat .venv/format.txt; echo "  run 'make format'"; exit 1; }
check-lint:
	@echo "lint"; $(BIN)/ruff check --quiet --output-format concise .
check-types:
	@echo "types"; $(BIN)/mypy --no-error-summary
check-imports:
	@echo "import contracts"; $(BIN)/lint-imports --no-cache --no-logo >.venv/imports.txt 2>&1 || { cat .venv/imports.txt; exit 1; }
check-templates:
	@echo "templates"; $(BIN)/python -m tests.support.lint_templates
check-catalogues:
	@echo "catalogues"; $(BIN)/python -m tests.support.lint_catalogues
check-structure:
	@echo "structure"; $(BIN)/python -m tests.support.lint_structure

format: dev-environment ## put every file into the one format
	@$(BIN)/ruff check --quiet --fix --exit-zero . && $(BIN)/ruff format --quiet .

coverage: dev-environment catalogues test-needs ## the tests with branch coverage
	@. ./.venv/test-needs && PYTHONHASHSEED=0 exec $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term-missing:skip-covered $(ARGS)

pictures: dev-environment catalogues test-needs ## take the README's screenshots again: docs/img
	@. ./.venv/test-needs && exec $(BIN)/python -m pytest tests/journeys/test_letter_to_document.py -k many --pictures

bench: dev-environment catalogues ## performance against the floor, same run (ROWS=): bench/results.json
	@if [ -f bench/__main__.py ]; then exec $(BIN)/python -m bench --rows $(ROWS); else echo "bench: nothing is measured yet"; fi

soak: dev-environment catalogues test-needs ## the long fault, load and brute-force runs
	@if grep -rqs --include='test_*.py' 'mark.soak' tests; then \
	. ./.venv/test-needs && exec $(BIN)/python -m pytest -p no:randomly -m soak --soak $(ARGS); \
	else echo "soak: no long run is written yet"; fi

access-matrix: dev-environment catalogues ## docs/access-matrix.md: every route × role × state (ARGS=pages: the pages and new paths alone)
	@exec $(BIN)/python -m tests.support.access_matrix $(ARGS)

licences: dev-environment ## docs/licences.md: what is served with this and on what terms
	@$(BIN)/python -m tests.support.licences

sbom: dev-environment ## docs/sbom.cdx.json: the bill of materials (CycloneDX), from the lock file and what is vendored
	@$(BIN)/python -m tests.support.bill_of_materials

messages: dev-environment ## extract the words and bring every catalogue up to date
	@$(BIN)/python -m tests.support.update_catalogues

lock: ## resolve pyproject.toml anew into the two lock files (ARGS=--upgrade for newer versions)
	@$(LOCK) $(ARGS) --group build -o requirements.lock && $(LOCK) $(ARGS) --group build --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove what can be made again (the demo home stays: rm -r instance)
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis htmlcov .coverage
	@find translations -name '*.mo' -delete; find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

environment:
	@tools/environment run
dev-environment:
	@tools/environment dev
test-needs:
	@tools/test-needs
catalogues: $(CATALOGUES:.po=.mo)
%.mo: %.po
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
