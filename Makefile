# A thin front to meson. `make demo` and `make check` install what they need (Debian packages), the others too.
PREFIX ?= /usr/local
BUILD ?= build
JOBS ?= $(shell nproc)
export JOBS
# Real data beside the checkout: tests and benchmarks that want them skip, saying so, where they are not.
ifeq ($(NORMA_DATA),)
NORMA_DATA := $(realpath ../shared/data)
endif
ifneq ($(NORMA_DATA),)
export NORMA_DATA
else
unexport NORMA_DATA
endif

all: build

build: bootstrap-build
	@test -e $(BUILD)/build.ninja || meson setup $(BUILD) . -Dtests=false --prefix $(PREFIX) >/dev/null
	ninja -C $(BUILD) -j $(JOBS)

demo: build
	tools/demo

check: bootstrap-check
	tools/check

bench: bootstrap-bench bootstrap-check build
	bench/run

# Detection against made worlds whose truth is known; see tests/world/README.md.
accuracy: bootstrap-check
	tools/accuracy $(SEEDS)

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

.PHONY: all build demo check bench accuracy fuzz lint install clean
