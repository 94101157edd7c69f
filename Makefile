# Osmose. « make run » shows it, « make test » proves it, « make check » is the fast part of the proof.
# Each target is a short script of scripts/, so that people, CI and hooks run the same thing.

.DEFAULT_GOAL := help
.PHONY: help run build test check proof bench bench-small setup generate fmt pictures

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build and start the demo on http://127.0.0.1:8080
	bin/osmose demo --data ./demo-data --listen 127.0.0.1:8080

build: ## build bin/osmose
	go build -o bin/osmose ./cmd/osmose

test: ## set up, then every check (what CI runs)
	@scripts/setup
	@scripts/test

check: ## the fast part: format, vet, unit and store tests on SQLite
	@scripts/check

proof: ## the long proofs in full: fuzzing, crash loops, large data
	@scripts/setup
	@scripts/proof

bench: ## every figure of speed, on the full data set: about forty minutes
	@scripts/bench full

bench-small: ## the same on a small data set: about ten minutes
	@scripts/bench small

setup: ## install what the tests need (as root), or say what is missing
	@scripts/setup

generate: ## regenerate committed code from the templates
	go tool templ generate
	go generate ./...

fmt: ## format Go and templates
	gofmt -w bench cmd internal tools web
	go tool templ fmt cmd internal

pictures: build ## redraw the pictures of the README
	@scripts/setup
	node e2e/pictures.mjs
