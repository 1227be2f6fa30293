# Everything a developer or CI does. `make help` lists it.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

export CARGO_TARGET_DIR ?= $(HOME)/.cache/skydash/target
export SKYDASH_TOOLS ?= $(HOME)/.cache/skydash/tools
FRONTEND ?= $(HOME)/.local/share/skydash/frontend
PROCESSOR ?= $(shell uname -m | sed s/aarch64/arm64/)
FUNCTIONS ?= $(CARGO_TARGET_DIR)/lambda/$(PROCESSOR)
DEV_BIN := $(CARGO_TARGET_DIR)/debug/skydash
RELEASE_BIN := $(CARGO_TARGET_DIR)/release/skydash

.PHONY: help run frontend build debug test units format lint fmt deny contract clients tutorial hostile kill stop full crowd figures browser openapi conform simulate bench functions starts tools \
    infra lint-infra deploy emulator emulator-stop deploy-local test-aws faults-aws poison-aws

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build frontend ## Build, fetch the web frontend, serve http://127.0.0.1:8000
	$(RELEASE_BIN) serve --frontend "$(FRONTEND)"

# Always the whole workspace: another selection of packages has other features, and compiles polars once more.
build: ## Build the release binaries
	cargo build --release --locked --workspace --bins

debug: ## Build everything that the tests run
	cargo build --locked --workspace --all-targets

frontend: ## Fetch the stock web frontend's build from its PyPI package
	tools/fetch-frontend "$(FRONTEND)"

test: ## Everything that must pass
	@tools/stages lint deny units contract clients tutorial kill stop full crowd figures browser
	@echo "All tests passed."

units: ## Unit, router, conformance and tidy tests
	cargo nextest run --workspace --locked

format: ## Check that the sources are formatted
	cargo fmt --all --check

lint: format ## Formatting and clippy
	cargo clippy --workspace --all-targets --locked -- -D warnings

fmt: ## Format the sources
	cargo fmt --all

# What it reads are the sources of every platform's crates; a build has fetched those of this one only.
deny: tools ## Licences, sources, duplicate and unused dependencies
	cargo fetch --locked
	"$(SKYDASH_TOOLS)/bin/cargo-deny" --offline --log-level error check licenses bans sources
	"$(SKYDASH_TOOLS)/bin/cargo-machete" --skip-target-dir

tools: ## Install the pinned cargo tools
	tools/install-cargo-tools

openapi: debug ## Write openapi.json anew from the routers
	"$(DEV_BIN)" openapi > openapi.json

infra: debug ## Write infra/template.yaml anew from the functions
	"$(CARGO_TARGET_DIR)/debug/skydash-infra" > infra/template.yaml

lint-infra: ## Check infra/template.yaml, offline
	programs=$$(tools/venv infra/requirements.txt) && "$$programs/cfn-lint" infra/template.yaml && \
	    SAM_CLI_TELEMETRY=0 "$$programs/sam" validate --lint --region us-east-1 --template infra/template.yaml

deploy: ## Deploy to AWS: STACK=skydash PARAMETERS="AlarmEmail=me@example.org"
	infra/deploy "$${STACK:-skydash}" $(PARAMETERS)

emulator: ## Start an emulator of AWS on this machine
	localstack/start

emulator-stop: ## Stop it, and forget what it holds
	localstack/stop

deploy-local: debug emulator ## Deploy into the emulator, and print the API's address
	localstack/deploy

test-aws: debug emulator ## Conformance, contract, tutorial, large files, tokens and a long job on the emulator, and what roles allow
	AWS_ENDPOINT_URL=$$(localstack/start) cargo nextest run --workspace --locked --run-ignored only -E 'package(skydash-aws)'
	python3 tests/contract/replay.py "$$(localstack/deploy contract --fresh)"
	python3 tests/tutorial/run.py "$$(localstack/deploy tutorial --fresh)"
	for story in large tokens batch allowed; do "$$(tools/venv localstack/requirements.txt)/python" tests/aws/$$story.py; done

faults-aws: debug emulator ## Two hundred jobs while AWS fails and processes are killed (SKYDASH_SEED to repeat)
	"$$(tools/venv localstack/requirements.txt)/python" tests/aws/faults.py "$(DEV_BIN)"

poison-aws: debug emulator ## Messages that nobody can read, and a job that its workers die of
	"$$(tools/venv localstack/requirements.txt)/python" tests/aws/poison.py

conform: ## The ports' conformance suites on every adapter, without a server
	cargo nextest run --locked --workspace -E 'package(skydash-memory) + package(skydash-local) + package(skydash-aws)'

simulate: ## 100,000 seeded schedules of a job's life (SKYDASH_SCHEDULES to change)
	SKYDASH_SCHEDULES=$${SKYDASH_SCHEDULES:-100000} cargo nextest run --locked --workspace --success-output final -E 'package(skydash-jobs) & test(/simulation::(every|the|a_crash)/)'

contract: debug ## Replay the recorded requests and compare
	python3 tests/contract/replay.py "$(DEV_BIN)"

clients: debug ## Validate openapi.json, generate a Python and a TypeScript client of it, and train with each
	python3 tests/clients/run.py "$(DEV_BIN)"

tutorial: debug ## Run the README's tutorial as it stands
	python3 tests/tutorial/run.py "$(DEV_BIN)"

hostile: debug ## Send what nobody should, and look at what comes back
	python3 tests/hostile/run.py "$(DEV_BIN)"

kill: debug ## Kill the binary in the middle of its work, again and again
	python3 tests/faults/kill.py "$(DEV_BIN)"

stop: debug ## Stop the binary in the middle of its work, and copy what is left
	python3 tests/faults/stop.py "$(DEV_BIN)"

full: debug ## Fill the disk under the binary
	python3 tests/faults/full.py "$(DEV_BIN)"

crowd: debug ## Upload 740 files at the same moment to a server that may have 1,024 files open
	python3 tests/faults/crowd.py "$(DEV_BIN)"

figures: debug ## Every explorer's figures, drawn by plotly.js in headless Chromium
	tests/browser/figures "$(CARGO_TARGET_DIR)/debug/examples/figures"

browser: debug frontend ## The stock frontend in headless Chromium
	tests/browser/run "$(DEV_BIN)" "$(FRONTEND)"

bench: ## The measured comparisons of benches/README.md
	benches/run

functions: ## Build functions for AWS Lambda: PROCESSOR=arm64 or x86_64, this machine's unless said; ONLY="folder run", all unless said
	infra/build-functions "$(PROCESSOR)" $(ONLY)

starts: functions ## Sizes, starts and warm overhead of the functions in FUNCTIONS=folder, against their budget
	python3 benches/starts/measure.py "$(FUNCTIONS)"
