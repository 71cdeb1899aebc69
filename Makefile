# Needs Python 3.11 or newer (with venv) and make; everything else is installed into .venv.
# A Python of your choice: make serve PYTHON=/path/to/python3.12

PORT ?= 8001
PY := .venv/bin/python
CODE := recordpress scripts bench tests docs $(wildcard build.py)
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes

.DEFAULT_GOAL := help
.PHONY: help serve build freeze environment test-environment spark-environment lint format test coverage spark fresh editor container-file bench bench-serving faults fuzz lock clean

help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | expand -t 18

serve: environment ## Build the package and serve it at http://127.0.0.1:8001 (PORT=… for another port)
	@$(PY) build.py serve --port $(PORT)

build: environment ## Check the records, write the package and the report on its quality
	@$(PY) build.py build
	@$(PY) build.py report

freeze: environment ## Build, then write the site as plain files into dist/site (BASE_URL=… for its address; needs npm)
	@$(PY) build.py freeze $(if $(BASE_URL),--base-url $(BASE_URL))

test: lint ## Check the code, then run all tests; with CI set, also that data/ is not stale
	@$(PY) -m pytest -n auto --dist worksteal --durations=15
	@$(if $(CI),$(MAKE) --no-print-directory fresh)

coverage: test-environment ## Run all tests and measure which lines and branches of the engine they reach (takes longer)
	@$(PY) -m pytest -n auto --dist worksteal --cov --cov-report=term-missing:skip-covered

lint: test-environment ## Check style, format and types of the code, then the records, their form and the generated documents
	@$(PY) -m ruff check $(CODE)
	@$(PY) -m ruff format --check $(CODE)
	@$(PY) -m mypy
	@$(PY) build.py check
	@$(PY) build.py fmt --check
	@$(PY) build.py docs --check
	@$(PY) build.py report --check

format: test-environment ## Bring the code into its form
	@$(PY) -m ruff check --fix $(CODE)
	@$(PY) -m ruff format $(CODE)

spark: spark-environment ## Test that Spark reads the Parquet files (needs Java 17 or newer; adds pyspark, 500 MB, to .venv)
	@CI=true $(PY) -m pytest -m spark tests/end_to_end/test_spark.py

fresh: environment ## Check that the committed data/ is what a build writes, and the package whole
	@$(PY) build.py build
	@$(PY) build.py verify
	@changed=$$(git status --porcelain -- data datapackage.json) && if [ -n "$$changed" ]; then \
	  printf '%s\n' "$$changed"; \
	  echo "data/ is stale: run 'make build' and commit what it changes." >&2; exit 1; fi

editor: environment ## Write what editors complete by, and .vscode/settings.json
	@$(PY) build.py editor

bench: test-environment ## Measure the speed and write docs/performance.md (an hour; BENCH=--help for options)
	@$(PY) -m bench.run $(BENCH)

faults: test-environment ## Kill, starve and mislead builds, and write docs/reliability.md (half an hour; FAULTS=--help for options)
	@$(PY) -m tests.faults.run --output docs/reliability.md $(FAULTS)

fuzz: ## Look for inputs that break the engine (FUZZ=… seconds for each of four targets, 60 otherwise)
	@sh scripts/environment.sh fuzz "$(PYTHON)"
	@$(PY) -m pytest -q -m hostile tests/fuzz
	@$(PY) -m tests.fuzz.run $(FUZZ)

bench-serving: test-environment ## Measure how fast it is served and write docs/performance-serving.md (BENCH=--help for options)
	@$(PY) -m bench.serving.run $(BENCH)

environment: # .venv with what the package and the server need
	@sh scripts/environment.sh run "$(PYTHON)"

test-environment: # the same, and what the tests need
	@sh scripts/environment.sh test "$(PYTHON)"

spark-environment: test-environment # the same, and pyspark, which comes as source and is built with what the second lock names
	@$(PIP) -r requirements/spark-tools.txt
	@$(PIP) --no-build-isolation --use-pep517 -r requirements/spark.txt

container-file: environment ## Write Dockerfile and .dockerignore again, after title, licences or the templates changed
	@$(PY) scripts/container_file.py

lock: ## Make the lock files again (needs uv; UPGRADE=1 takes the newest versions)
	@command -v uv >/dev/null || { echo "make lock needs the program uv (https://docs.astral.sh/uv/)." >&2; exit 1; }
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) $(if $(UPGRADE),--upgrade) requirements/test.in -o requirements/test.txt
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) requirements/run.in -c requirements/test.txt -o requirements/run.txt
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) requirements/dask.in -c requirements/test.txt -o requirements/dask.txt
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) requirements/fuzz.in -c requirements/test.txt -o requirements/fuzz.txt
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) requirements/spark.in -c requirements/test.txt -o requirements/spark.txt
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) requirements/spark-tools.in -c requirements/test.txt -o requirements/spark-tools.txt

clean: ## Remove .venv, caches and dist/
	@rm -rf .venv .recordpress .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .fuzz dist
