# Every target works alone in a fresh clone: it makes .venv and installs what it needs.
# `make verify ARGS=--quick` passes options on, `make mutants ARGS=verifier/outcome.py` tries one file;
# `make PYTHON=python3.12 verify` chooses the Python.

PYTHON ?= python3
ARGS ?=

VENV := .venv
RUN := $(VENV)/bin/python
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check -c constraints.txt
PINNED := pyproject.toml constraints.txt

# What shows whether other versions of the dependencies work: the report, the batch engine, Dask, the
# command line, balls under Hypothesis, and a run.
SMOKE := $(addprefix tests/,report/test_mathematics.py report/test_render.py studies/diagram/test_step.py \
	batch/test_executor.py batch/test_cluster.py arithmetic/test_containment.py \
	verifier/test_cli.py verifier/test_cli_output.py)

.PHONY: verify test lint report bench mutants torch torch-table oldest newest clean
.NOTPARALLEL: # two installations into one environment must not overlap
.DELETE_ON_ERROR:

verify: $(VENV)/.core
	$(RUN) -m verifier $(ARGS)

# Neighbouring tests stay with one worker, and share what they derive; whoever is done takes from the other.
# Some tests start a program, all of the same modules, so that their bytecode is kept whatever the shell says.
PYTEST := PYTHONDONTWRITEBYTECODE= $(RUN) -m pytest -n 2 --dist worksteal

test: $(VENV)/.test
	$(PYTEST) $(ARGS)

lint: $(VENV)/.lint
	$(RUN) -m ruff check
	$(RUN) -m mypy

# What needs PyTorch, and the data sets of the table: the maps against autograd, the monitor, rows of the table.
torch: $(VENV)/.test $(VENV)/.torch
	$(PYTEST) tests/torch_runs tests/studies/forecast tests/verifier/test_forecast_command.py $(ARGS)

# Trains every run of the stored table anew, a quarter of an hour.
torch-table: $(VENV)/.torch
	$(RUN) -m tests.torch_runs

report: $(VENV)/.core
	$(RUN) -m verifier --output reports

bench: $(VENV)/.bench
	@# mpmath as the pinned install has it, without gmpy2 below it; gmpy2 itself is one of the peers.
	MPMATH_NOGMPY=1 $(RUN) -m tests.benchmarks --output reports/benchmarks.json

mutants: $(VENV)/.mutants
	$(RUN) -m tests.mutants $(ARGS)

# With the oldest versions that pyproject.toml allows (Python 3.11 has them all), and with the newest ones
# there are.  Neither touches $(VENV) or constraints.txt.
oldest: EXTREME = -c oldest.txt
oldest newest:
	$(PYTHON) -m venv --clear $(VENV)-$@
	$(PYTHON) tests/lower_bounds.py > $(VENV)-$@/oldest.txt
	cd $(VENV)-$@ && bin/python -m pip install --quiet --disable-pip-version-check $(EXTREME) \
		--editable '$(CURDIR)[test]'
	$(VENV)-$@/bin/python -m pytest -n 2 -p no:cacheprovider $(SMOKE)
	$(VENV)-$@/bin/python -m verifier --quick --claim square.edge --claim logistic.restart \
		--output $(VENV)-$@/report

clean:
	rm -rf $(VENV) $(VENV)-oldest $(VENV)-newest build mutants *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find derivations verifier tests -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not: name one with make PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# A stamp is newer than the two files that decide what is installed, so a second call is instant.
$(VENV)/.core: $(PINNED) | $(VENV)/pyvenv.cfg
	$(INSTALL) --editable '.[fast]'
	@touch $@

$(VENV)/.test $(VENV)/.lint $(VENV)/.bench $(VENV)/.mutants $(VENV)/.torch: $(VENV)/.%: $(PINNED) | $(VENV)/pyvenv.cfg
	$(INSTALL) --editable '.[$*]'
	@touch $@
