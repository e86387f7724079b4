# A thin front to meson. `make demo` and `make check` install what they need (Debian packages), the others too.
PREFIX ?= /usr/local
BUILD ?= build
JOBS ?= $(shell nproc)
export JOBS

all: build

build: bootstrap-build
	@test -e $(BUILD)/build.ninja || meson setup $(BUILD) . -Dtests=false --prefix $(PREFIX) >/dev/null
	ninja -C $(BUILD) -j $(JOBS)

demo: build
	tools/demo

check: bootstrap-check
	tools/check

bench: bootstrap-bench build
	@if test -x bench/run; then bench/run; else echo "bench: there are no benchmarks yet" >&2; exit 1; fi

fuzz: bootstrap-fuzz
	tools/fuzz

lint: bootstrap-lint
	tools/lint

# Built by an ordinary user, installed by root: DESTDIR and PREFIX are heeded.
install: build
	meson configure $(BUILD) --prefix $(PREFIX)
	meson install -C $(BUILD) $(if $(DESTDIR),--destdir $(DESTDIR))

clean:
	rm -rf $(BUILD) build-check build-fuzz build-lint

bootstrap-%:
	@tools/bootstrap $*

.PHONY: all build demo check bench fuzz lint install clean
