# The commands of EXPE-CT. Each makes ready what it needs: the virtual environment, the packages.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run demo test test-fast soak quality format bench requirements-check

help: ## Cette liste
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-20s %s\n", $$1, $$2}'

run: ## Installe et lance tout sur ce poste, jusqu’à Ctrl-C (PORT=8123 make run)
	@$(PYTHON) tools/environment.py run
	@$(BIN)/python tools/run.py

demo: ## Remet la démonstration à neuf (à l’arrêt)
	@$(PYTHON) tools/environment.py run
	@$(BIN)/python tools/demo.py

test: ## Toute la suite : SQLite, PostgreSQL, Redis, Chromium (ARGS="-k diplome")
	@$(PYTHON) tools/environment.py test
	@$(BIN)/python tools/suite.py test $(ARGS)

test-fast: ## L’essentiel sur SQLite, sans navigateur, en moins d’une minute
	@$(PYTHON) tools/environment.py fast
	@$(BIN)/python tools/suite.py fast $(ARGS)

soak: ## Les épreuves longues, entières, sur les deux bases
	@$(PYTHON) tools/environment.py test
	@$(BIN)/python tools/suite.py soak $(ARGS)

quality: ## Style, sécurité, couches, gabarits, migrations, déploiement, paquets
	@$(PYTHON) tools/environment.py quality
	@$(BIN)/python tools/quality.py

format: ## Met le code et les gabarits en forme
	@$(PYTHON) tools/environment.py quality
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet . ; $(BIN)/djlint --quiet --reformat templates

bench: ## Mesure ce qui doit rester rapide et léger
	@$(PYTHON) tools/environment.py test
	@$(BIN)/python tools/bench.py $(ARGS)

requirements-check: ## Dit quels paquets Python ont une version plus récente
	@$(PYTHON) tools/environment.py quality
	@$(BIN)/pip list --outdated
