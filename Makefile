# Two commands: `make site` builds the site of the seeds, `make test` runs every check.
# Nothing outside this folder is touched, but for Chromium when the machine has no browser.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: site test serve lock accept clean

site: .venv/site.installed
	$(BIN)/python build.py

serve: .venv/site.installed
	$(BIN)/python build.py serve --watch

test: .venv/tests.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tests.chromium --install
	$(BIN)/pytest -n 2

# Rewrites the golden pages; read the diff before you commit it.
accept: .venv/tests.installed
	$(BIN)/pytest tests/parser/test_seeds.py tests/parser/test_saved_golden.py tests/site/test_quality.py --accept

# Pins every dependency of requirements/*.in, with hashes.
lock: .venv/tests.installed
	$(BIN)/pip install --quiet pip-tools
	for name in site host cluster exports tests; do \
		$(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras \
			--no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
			--output-file requirements/$$name.txt requirements/$$name.in || exit 1; \
	done

clean:
	rm -rf .venv .cache site .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/site.installed: requirements/site.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	touch $@

.venv/tests.installed: .venv/site.installed requirements/host.txt requirements/cluster.txt requirements/exports.txt requirements/tests.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/host.txt -r requirements/cluster.txt -r requirements/exports.txt -r requirements/tests.txt
	touch $@
