# Two commands for a newcomer: `make demo` and `make test`. The rest is for those who work here.
.PHONY: demo test soak fuzz sanitize scan-tls build bench bench-gate generate format lint clean

demo: ## See a school invite its parents, from an empty machine; leaves what it made in ./demo
	scripts/install-dependencies build demo
	scripts/demo

test: ## Everything that proves it, real peers included
	scripts/install-dependencies build test
	scripts/test

soak: ## Fresh histories against the model, until one fails or you stop it
	scripts/install-dependencies build test
	scripts/soak

fuzz: ## libFuzzer on everything that reads strangers' bytes, FUZZ_SECONDS (60) each
	scripts/install-dependencies build
	scripts/fuzz

sanitize: ## The suite under AddressSanitizer and ThreadSanitizer
	scripts/install-dependencies build test
	scripts/sanitize

scan-tls: ## testssl.sh on the daemon; about three minutes
	scripts/install-dependencies build scan
	scripts/scan-tls

build:
	swift build

bench: ## What it costs beside this machine's own limits, in the same run; about twenty minutes
	scripts/install-dependencies build bench
	scripts/bench

bench-gate: ## What a call asks of the heap, the disk, the kernel and the wire, against Tests/Benchmarks/gate.json
	scripts/install-dependencies build bench
	scripts/bench-gate

generate: ## Write everything generated anew from Protos/
	scripts/install-dependencies generate
	scripts/generate

format:
	git ls-files -z --cached --others --exclude-standard "*.swift" ":(exclude)*/Golden/*" | xargs -0 swift format --in-place --parallel

lint:
	scripts/check-format

clean:
	rm -rf .build .build-* demo
