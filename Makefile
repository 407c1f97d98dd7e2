# Each target is one call of book/_tools/run.py; without make: python3 book/_tools/run.py TARGET
PYTHON ?= python3
TARGETS = book zip serve lab check test notebooks translate bench seeds lock clean

help:
	@$(PYTHON) book/_tools/run.py --help

$(TARGETS):
	@PORT=$(PORT) $(PYTHON) book/_tools/run.py $@ $(ARGS)

.PHONY: help $(TARGETS)
