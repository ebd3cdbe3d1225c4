# Everything a person does in a checkout. Each target makes what it needs first and is safe to repeat.
STACK ?= dev
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help up preview refresh destroy down test test-fast soak lint format bench env status clean build deps

ENGINE := node dist/lab/engine/main.js
JEST := npx --no-install jest

help: ## what can be done here
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

node_modules/.installed: package.json package-lock.json
	@echo "installing packages"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

deps: node_modules/.installed

dist/.built: node_modules/.installed tsconfig.json $(shell find index.ts program.ts config components providers model clients cli lab -name '*.ts' 2>/dev/null)
	@echo "compiling"
	@rm -rf dist
	@npx --no-install tsc -p tsconfig.json
	@chmod +x dist/cli/main.js
	@touch $@

build: dist/.built ## compile to dist/

up: build ## deploy STACK (default dev, on the embedded lab)
	@$(ENGINE) up --stack $(STACK)

preview: build ## show what up would change
	@$(ENGINE) preview --stack $(STACK)

refresh: build ## find drift
	@$(ENGINE) refresh --stack $(STACK)

destroy: build ## remove everything STACK has deployed
	@$(ENGINE) destroy --stack $(STACK)

down: build ## stop the lab; leaves no process, mount or network behind
	@node dist/lab/main.js down

status: build ## what runs in the lab
	@node dist/lab/main.js status

env: build ## shell exports for using pulumi and kubectl by hand: eval "$$(make -s env)"
	@$(ENGINE) env --stack $(STACK)

test: build ## every tier, against private labs
	@$(JEST) --maxWorkers=100% --selectProjects unit component contract
	@$(JEST) --selectProjects e2e --maxWorkers=2

test-fast: build ## what needs no lab
	@$(JEST) --maxWorkers=100% --selectProjects unit component contract

soak: build ## long runs: many kills, large stacks, properties over cases that nobody has seen
	@GROUNDPLAN_TEST_SEED=random GROUNDPLAN_TEST_RUNS=2000 $(JEST) --maxWorkers=100% --selectProjects unit
	@$(JEST) --selectProjects soak --runInBand

lint: deps ## types, style, layers
	@npx --no-install tsc --noEmit -p test/tsconfig.json
	@npx --no-install eslint .
	@npx --no-install depcruise --config .dependency-cruiser.js index.ts program.ts config components providers model clients cli lab
	@npx --no-install prettier --check --log-level warn .

format: deps ## rewrite files in the project's style
	@npx --no-install prettier --write --log-level warn .

bench: build ## speed as ratios; rewrites docs/benchmarks.md
	@$(JEST) --selectProjects bench --runInBand

clean: ## remove what was built here (the shared tool cache stays)
	@if [ -f dist/lab/main.js ]; then node dist/lab/main.js down; fi
	@rm -rf dist node_modules .lab coverage
