# One command per intent; CI calls the same ones. `make` alone lists them.
# Every step leaves a stamp, so what is up to date costs nothing.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

PORT ?= 8000
# What is installed for: `production` leaves out what only tests and tools need.
FOR ?= dev
TESTERS ?= 2

UV := .cache/bin/uv
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
NPM := PATH="$(CURDIR)/.cache/node/bin:$$PATH" npm

LOCKS_dev := requirements/dev.lock
LOCKS_production := requirements/production.lock requirements/build.lock
LOCKS := $(LOCKS_$(FOR))
PACKAGES := .venv/.installed-for-$(FOR)
NODE_PACKAGES := node_modules/.installed
ASSETS := build/static/.assembled
COLLECTED := build/collected/.collected
DEMO_DATA := $(or $(DATA_DIR),var)/.demo
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard site/locale/*/LC_MESSAGES/*.po))

TEMPLATES := $(shell find templates -name '*.html')
SOURCES := bootstrap events registrations newsletter site tests manage.py

# What production needs to start, for commands that only look at the code.
PRODUCTION := DJANGO_SETTINGS_MODULE=kennisstad.settings.production \
	BASE_URL=https://agenda.example.org EMAIL_URL=smtp://127.0.0.1:25 \
	SECRET_KEY=only-for-looking-at-the-code-and-never-for-serving-it-0123456789

DEMO := DJANGO_SETTINGS_MODULE=kennisstad.settings.demo PORT=$(PORT) PYTHONUNBUFFERED=1

##@ Use

install: $(PACKAGES) $(ASSETS) $(CATALOGUES) $(COLLECTED) ## Make the environment: .venv/, assets, translations
	@:

demo: ## Show it all on http://127.0.0.1:8000 (PORT= to change); Ctrl-C stops
	@$(MAKE) --no-print-directory --jobs=2 install $(DEMO_DATA)
	@$(DEMO) $(MANAGE) demo

##@ Prove

UNIT_TESTS = $(PYTHON) -m pytest --ignore=tests/journeys -n $(TESTERS)

check: install ## Format, lint, types, import law, migrations, templates, translations
	$(PYTHON) -m ruff format --check $(SOURCES)
	$(PYTHON) -m ruff check $(SOURCES)
	.venv/bin/djade --check $(TEMPLATES)
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/lint-imports
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run
	$(PYTHON) -m bootstrap.messages check
	$(PYTHON) -m mypy

test: install browser ## Everything on PostgreSQL, what touches the engine on SQLite, journeys in a browser
	$(PYTHON) -m tests.postgres $(UNIT_TESTS)
	$(UNIT_TESTS) -m touches_engine
	$(PYTHON) -m pytest tests/journeys

bench: install browser ## Measure, each figure beside its reference, into var/bench/
	$(PYTHON) -m tests.bench

soak: install browser ## The long proofs with full counts
	$(PYTHON) -m tests.soak

drill: install ## docs/running.md performed line by line on a clean folder: install, serve, back up, restore, upgrade
	$(PYTHON) -m tests.drill

mutants: install ## Deliberate faults in the rules, one at a time: does a test notice?
	$(PYTHON) -m tests.postgres $(PYTHON) -m tests.mutants

##@ Work

format: install ## Format code and templates
	$(PYTHON) -m ruff check --fix-only --quiet $(SOURCES)
	$(PYTHON) -m ruff format --quiet $(SOURCES)
	.venv/bin/djade $(TEMPLATES) || true

messages: install ## Gather texts to translate into site/locale/
	$(PYTHON) -m bootstrap.messages update

lock: $(UV) ## Add what is new to the lock files of Python, without moving the rest
	$(LOCK) pyproject.toml -o requirements/production.lock
	$(LOCK) --group build -c requirements/production.lock -o requirements/build.lock
	$(LOCK) --group dev pyproject.toml -c requirements/production.lock -c requirements/build.lock \
		-o requirements/dev.lock
	$(LOCK) --group uv -o bootstrap/uv.txt
	$(LOCK) --group node -o bootstrap/node.txt

upgrade: MOVING = --upgrade
upgrade: lock ## Move everything in the lock files to its newest version

# A head start, while the styles are still being collected; whatever changed since is for `demo` itself.
$(DEMO_DATA): | $(PACKAGES) $(CATALOGUES)
	@$(DEMO) $(MANAGE) demo --only-prepare
	@touch $@

help:
	@awk -F ':.*## ' '/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

browser: install
	@$(PYTHON) -m tests.find_chromium
	@$(PYTHON) -m tests.find_nginx

.PHONY: install demo check test bench soak drill mutants format messages lock upgrade help browser

# Hashes, but no download addresses: whoever installs says where from.
LOCK = $(UV) pip compile --quiet $(MOVING) --universal --python-version 3.13 --generate-hashes \
	--no-emit-index-url --no-header

$(UV): bootstrap/uv.sh bootstrap/uv.txt
	@sh bootstrap/uv.sh

.venv/pyvenv.cfg: | $(UV)
	@$(UV) venv --quiet --python 3.13 .venv

$(PACKAGES): $(LOCKS) pyproject.toml .venv/pyvenv.cfg | $(UV)
	@echo 'Installing Python packages'
	@echo 'Outside this folder only caches are written; UV_CACHE_DIR, UV_PYTHON_INSTALL_DIR and npm_config_cache lead them elsewhere'
	@rm -f .venv/.installed-for-*
	@$(UV) pip sync --quiet --python $(PYTHON) --require-hashes $(LOCKS)
	@$(UV) pip install --quiet --python $(PYTHON) --no-deps --no-build-isolation -e .
	@touch $@

$(NODE_PACKAGES): package.json package-lock.json .npmrc | $(UV)
	@sh bootstrap/node.sh
	@echo 'Installing styles and fonts'
	@$(NPM) ci --no-progress --no-update-notifier --loglevel=error >/dev/null
	@touch $@

$(ASSETS): $(NODE_PACKAGES) bootstrap/assets.py .venv/pyvenv.cfg
	@$(PYTHON) bootstrap/assets.py >/dev/null
	@touch $@

%.mo: %.po $(PACKAGES)
	@$(PYTHON) -m bootstrap.messages compile $< $@

$(COLLECTED): $(ASSETS) $(PACKAGES) $(shell find site/static 2>/dev/null) site/kennisstad/web/static.py
	@echo 'Collecting static files'
	@$(PRODUCTION) $(MANAGE) collectstatic --no-input --verbosity 0
	@touch $@
