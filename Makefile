# Each target is one call of book/run.py; without make: python3 book/run.py TARGET
PYTHON ?= python3
TARGETS = book zip wheel serve lab check test notebooks translate bench mutants seeds lock clean

help:
	@$(PYTHON) book/run.py --help

$(TARGETS):
	@PORT=$(PORT) $(PYTHON) book/run.py $@ $(ARGS)

.PHONY: help $(TARGETS)
