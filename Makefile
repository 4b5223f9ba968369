# `make help` lists what is here. Works with git, make, python3 and python3-venv alone.

PYTHON ?= python3
HOST ?= localhost
PORT ?= 8000
VENV := .venv
# Tests run on all cores, the tests of a file on one.
WORKERS := -n auto --dist loadgroup
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
LOCALES := ko zh_Hans ru es fr ar
CATALOGUES := $(wildcard locale*/*/LC_MESSAGES/*.po)
# Throw-away values with which the production settings are checked.
PRODUCTION := DJANGO_SETTINGS_MODULE=wegosite.settings.production \
	SECRET_KEY=check-$(shell printf 'x%.0s' $$(seq 60))abcdefgh ALLOWED_HOSTS=example.org \
	SITE_URL=https://example.org DATABASE_URL=sqlite:///:memory:

SHELL := bash
.DEFAULT_GOAL := help

define PORT_CHECK
import errno, socket, sys
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    s.bind(("$(HOST)", $(PORT)))
except OSError as e:
    sys.exit("Port $(PORT) is taken. Choose another: make run PORT=8001" if e.errno == errno.EADDRINUSE else f"Cannot serve on $(HOST):$(PORT): {e.strerror}.")
endef
export PORT_CHECK

.PHONY: help setup run demo test test-fast browser bench bench-search lint format messages check clean python port gettext

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Install it: sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; found $$($(PYTHON) -V 2>&1)."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "The package python3-venv is missing. Install it: sudo apt install python3-venv"; exit 1; }

port: python
	@$(PYTHON) -c "$$PORT_CHECK"

gettext:
	@command -v xgettext >/dev/null || { echo "The package gettext is missing. Install it: sudo apt install gettext"; exit 1; }

$(BIN)/python:
	@$(MAKE) --no-print-directory python
	@echo "Making a virtual environment in $(VENV)…"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.requirements: requirements.txt | $(BIN)/python
	@echo "Installing what the site needs (once, a minute or two)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.requirements-dev: requirements-dev.txt requirements-production.txt $(VENV)/.requirements
	@echo "Installing what tests and checks need…"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/.catalogues: $(CATALOGUES) $(VENV)/.requirements
	@echo "Compiling the message catalogues…"
	@$(BIN)/pybabel --quiet compile --directory locale --domain django
	@$(BIN)/pybabel --quiet compile --directory locale_wagtail --domain "django djangojs"
	@touch $@

setup: $(VENV)/.requirements $(VENV)/.catalogues ## Install the site, make its database
	@echo "Preparing the database…"
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) setup_site

demo: setup ## Load the demo content where the site is empty
	@$(MANAGE) load_demo --if-empty

run: port demo ## Serve the demo site (HOST= and PORT= change the address)
	@echo
	@echo "Site:   http://$(HOST):$(PORT)/"
	@echo "Admin:  http://$(HOST):$(PORT)/admin/"
	@$(MANAGE) demo_accounts
	@echo
	@$(MANAGE) runserver $(HOST):$(PORT)

test: $(VENV)/.requirements-dev $(VENV)/.catalogues ## Run all tests; those in a browser where Chromium is found
	@$(BIN)/pytest $(WORKERS) -m "not browser"
	@$(BIN)/pytest -m browser

test-fast: $(VENV)/.requirements-dev $(VENV)/.catalogues ## Run the tests that take less than two minutes in all
	@$(BIN)/pytest $(WORKERS) -m "not browser and not slow"

browser: $(VENV)/.requirements-dev $(VENV)/.catalogues ## Run the tests in a browser
	@$(BIN)/pytest -m browser

JUDGED ?= ../shared/search/judged-dev.json
QUERIES := $(wildcard search/tests/queries/*.json)
PAGES ?= 1000 10000
BENCH_DATABASE_URL ?= postgres://postgres@localhost:5432/wego

bench-search: $(VENV)/.requirements-dev ## Compare the search with Wagtail's own (JUDGED=, PAGES="1000 100000")
	@$(MANAGE) bench_search $(JUDGED) $(QUERIES:%=--queries %) --split kept $(PAGES:%=--pages %) --database-url $(BENCH_DATABASE_URL)

lint: $(VENV)/.requirements-dev ## Check style, templates and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --lint --quiet .
	@$(BIN)/lint-imports --no-logo

format: $(VENV)/.requirements-dev ## Put the code into its style
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet . || true

bench: $(VENV)/.requirements $(VENV)/.catalogues ## Measure the translation desk with 100 and 10,000 pages, in a database of its own
	@$(MANAGE) bench_translation_desk

messages: gettext $(VENV)/.requirements-dev ## Refresh the message catalogues from the sources
	@$(MANAGE) makemessages $(LOCALES:%=--locale %) --no-location --no-wrap --no-obsolete --ignore=.venv --ignore=var --ignore=node_modules
	@# pybabel leaves a catalogue out whose header is marked fuzzy, as a new one's is.
	@sed -i '0,/^msgid ""/{/^#, fuzzy$$/d}' $(LOCALES:%=locale/%/LC_MESSAGES/django.po)
	@$(MANAGE) make_library_messages
	@$(MANAGE) check_messages

check: gettext lint $(VENV)/.catalogues ## Everything but the tests: style, settings, migrations, catalogues, static files
	$(MANAGE) check --fail-level WARNING
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check_messages
	@folder=$$(mktemp -d) && $(PRODUCTION) STATIC_ROOT=$$folder $(MANAGE) collectstatic --noinput --verbosity 0 && rm -r $$folder && echo "Static files are complete."

clean: ## Remove the environment, the database and uploads
	rm -rf $(VENV) var
