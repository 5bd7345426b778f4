# bedflow: a simulator of demand, capacity and flow in health and care.
# `make help` lists what you can do; CONTRIBUTING.md says how the house is kept.
#
#   make demo     install what is missing, build, and run a winter in East Sussex
#   make test     install what is missing, build, and run every test
#   make check    the house rules, two compilers and the sanitizers: before a push

VERSION := 0.1.0

# What you may set on the command line: make BUILD=asan V=1 CC=clang PREFIX=$HOME/.local
BUILD   ?= release
PREFIX  ?= /usr/local
DESTDIR ?=
MPI     ?= 0
Q       := $(if $(V),,@)
JOBS    ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := all

# ---- variants: each has its own folder, so objects never mix -------------------------------------
OPT.release := -O3 -g
OPT.strict  := -O2 -g -Werror -DBF_DEBUG
OPT.clang   := $(OPT.strict)
OPT.asan    := -O1 -g -DBF_DEBUG -DBF_FAULTS -fsanitize=address,undefined -fno-sanitize-recover=all \
               -fno-omit-frame-pointer
OPT.tsan    := -O1 -g -DBF_DEBUG -fsanitize=thread
OPT.faults  := -O1 -g -DBF_DEBUG -DBF_FAULTS
OPT.o0      := -O0
OPT.o3      := -O3
OPT.cover   := -O0 -g --coverage
OPT.fuzz    := -O1 -g -DBF_DEBUG -fsanitize=fuzzer-no-link,address,undefined \
               -fno-sanitize-recover=all -fno-omit-frame-pointer
ifndef OPT.$(BUILD)
$(error BUILD=$(BUILD): expected one of release, strict, clang, asan, tsan, faults, cover, fuzz, o0, o3)
endif
ifneq ($(findstring -ffast-math,$(CFLAGS)),)
$(error -ffast-math makes results depend on the compiler; leave it out of CFLAGS)
endif

OUT := build/$(BUILD)
ifneq ($(filter $(BUILD),clang fuzz),)
override CC := clang
endif
ifeq ($(MPI),1)
ifeq ($(shell command -v mpicc 2>/dev/null),)
$(error MPI=1: expected mpicc, found none; on Debian or Ubuntu: openmpi-bin libopenmpi-dev)
endif
OUT := $(OUT)-mpi
export OMPI_CC := $(CC)
export MPICH_CC := $(CC)
override CC := mpicc
endif

# ---- flags ---------------------------------------------------------------------------------------
# Evaluated when make starts. Goals that may install packages therefore do their work in a second
# make, which sees what has just been installed.
PKGS := gsl libconfig
have = $(shell pkg-config --exists $(1) 2>/dev/null && echo yes)
SQLITE := $(call have,sqlite3)
ifeq ($(SQLITE),yes)
PKGS += sqlite3
endif
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
CM_CFLAGS  := $(shell pkg-config --cflags cmocka 2>/dev/null)
CM_LIBS    := $(shell pkg-config --libs cmocka 2>/dev/null)

CSTD := -std=c17 -D_POSIX_C_SOURCE=200809L
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion -Wstrict-prototypes \
        -Wmissing-prototypes -Wold-style-definition -Wpointer-arith -Wcast-qual -Wwrite-strings \
        -Wvla -Wformat=2 -Wundef
# No fused multiply-add: it would make the last digit depend on compiler and processor.
COMPILE = $(CC) $(CSTD) -Iinclude $(EXTRA) $(CPPFLAGS) $(PKG_CFLAGS) $(WARN) $(OPT.$(BUILD)) \
          -pthread $(CFLAGS) -ffp-contract=off
LINK    = $(CC) $(OPT.$(BUILD)) -pthread $(CFLAGS) $(LDFLAGS)
LIBS    = $(PKG_LIBS) -pthread -lm

# The commit is baked into the objects of sim/cli alone. Works without git, too.
COMMIT := $(if $(wildcard .git),$(shell git describe --always --dirty --abbrev=12 --match= 2>/dev/null))
COMMIT := $(if $(COMMIT),$(COMMIT),unknown)
COMMIT_DATE := $(if $(wildcard .git),$(shell git log -1 --format=%cs 2>/dev/null))
COMMIT_DATE := $(if $(COMMIT_DATE),$(COMMIT_DATE),$(shell date -r CHANGELOG.md +%F 2>/dev/null))
CC_VERSION := $(shell $(CC) --version 2>/dev/null | sed -n '1{s/["\\]//g;p;}')
PLOTS_HERE := $(CURDIR)/plots
PLOTS_INSTALLED := $(PREFIX)/share/bedflow/plots
LIBCONFIG_VERSION := $(shell pkg-config --modversion libconfig 2>/dev/null)
CLI_DEFS = -DBF_VERSION='"$(VERSION)"' -DBF_COMMIT='"$(COMMIT)"' \
           -DBF_COMMIT_DATE='"$(COMMIT_DATE)"' \
           -DBF_LIBCONFIG_VERSION='"$(LIBCONFIG_VERSION)"' \
           -DBF_COMPILER_FLAGS='"$(CC_VERSION): $(strip $(CSTD) $(OPT.$(BUILD)) $(CFLAGS) -ffp-contract=off)"'

# ---- sources are found, not listed: add a file, and it is built and tested ------------------------
LIB_SRC    := $(sort $(filter-out sim/cli/%,$(wildcard sim/*/*.c)) $(wildcard models/*.c))
CLI_SRC    := $(sort $(wildcard sim/cli/*.c))
SUPPORT    := $(sort $(wildcard tests/support/*.c))
UNIT_SRC   := $(sort $(wildcard tests/unit/*/test_*.c))
VERIFY_SRC := $(sort $(wildcard tests/verify/verify_*.c))
VERIFY_AID := $(sort $(filter-out $(VERIFY_SRC),$(wildcard tests/verify/*.c)))
VERIFY_SH  := $(sort $(wildcard tests/verify/*.sh))
BENCH_SRC  := $(sort $(wildcard tests/bench/*.c))
E2E        := $(sort $(wildcard tests/e2e/*.sh))
TARGETS_SRC := tests/targets/targets.c
FUZZ_SRC   := $(sort $(wildcard tests/fuzz/fuzz_*.c))
REPLAY     := tests/fuzz/replay.c
PRELOAD_SRC := tests/faults/preload.c
TEST_SRC   := $(UNIT_SRC) $(VERIFY_SRC) $(BENCH_SRC) $(FUZZ_SRC) $(TARGETS_SRC)
ALL_SRC    := $(LIB_SRC) $(CLI_SRC) $(SUPPORT) $(VERIFY_AID) $(REPLAY) $(PRELOAD_SRC) $(TEST_SRC)
PUBLIC_HDR := $(sort $(wildcard include/bedflow/*.h include/bedflow/*/*.h))
ALL_HDR    := $(PUBLIC_HDR) $(sort $(wildcard sim/*/*.h models/*.h tests/*/*.h tests/unit/*/*.h))

obj     = $(patsubst %.c,$(OUT)/%.o,$(1))
exe     = $(patsubst %.c,$(OUT)/%,$(1))
LIB    := $(OUT)/libbedflow.a
PROGRAM := $(if $(CLI_SRC),$(OUT)/bedflow)
UNIT   := $(call exe,$(UNIT_SRC))
VERIFY := $(call exe,$(VERIFY_SRC))
BENCH  := $(call exe,$(BENCH_SRC))
TARGETS := $(call exe,$(TARGETS_SRC))
FUZZ   := $(call exe,$(FUZZ_SRC))
# It stands in the place of the GNU C library's malloc, where sanitizers stand too.
PRELOAD := $(if $(filter asan tsan fuzz cover,$(BUILD)),,$(if $(shell getconf GNU_LIBC_VERSION 2>/dev/null),\
             $(OUT)/tests/faults/preload.so))
THREADED := $(filter $(OUT)/tests/unit/study/%,$(UNIT))

# ---- what people type ----------------------------------------------------------------------------
SUB = +@$(MAKE) --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS))
NEED = CC='$(CC)' sh tests/check/need.sh
RUN  = BEDFLOW='$(CURDIR)/$(OUT)/bedflow' sh tests/run -j $(JOBS) -o $(OUT)/scratch \
       $(if $(SUMS),-s $(SUMS))

DEMO_SCENARIO := scenarios/east-sussex/winter-2021.cfg
DEMO_OUT      := build/demo/winter-2021

all: ## the program, build/release/bedflow (installs nothing); as plain `make`
	@$(NEED) --list build
	$(SUB) program

demo: ## install what is missing, build, and run one winter a hundred times
	@$(NEED) --install build plot
	$(SUB) BUILD=release MPI=0 program
	@mkdir -p $(dir $(DEMO_OUT))
	build/release/bedflow run $(DEMO_SCENARIO) --reps 100 --force -o $(DEMO_OUT)
	@build/release/bedflow report $(DEMO_OUT) --quiet
	@echo "To read and print, in a browser: $(DEMO_OUT)/report.html"
	@echo "Tables and pictures are in $(DEMO_OUT)"

winter-pictures: ## every winter event before and after, in build/winter (minutes)
	@$(NEED) --list build plot
	$(SUB) BUILD=release MPI=0 program
	@BEDFLOW=$(CURDIR)/build/release/bedflow sh scenarios/winter/pictures.sh build/winter

targets: ## what East Sussex gives beside what was observed; writes the table of README.md
	@$(NEED) --list build
	$(SUB) BUILD=release MPI=0 program build/release/tests/targets/targets >/dev/null
	@build/release/tests/targets/targets scenarios/east-sussex scenarios/east-sussex/targets.csv \
	  build/targets-shown.txt build/targets.txt
	@sh tests/targets/splice.sh build/targets-shown.txt README.md
	@cat build/targets.txt

test: ## install what is missing, build, and run all tests
	@$(NEED) --install build plot test
	$(SUB) tests
	$(SUB) run-tests

check: ## house rules, gcc and clang with -Werror, sanitizers (minutes)
	@$(NEED) --install build plot test check
	$(SUB) run-check

verify: ## theory against simulation (minutes; QUICK=1: half a minute)
	@$(NEED) --install build test
	$(SUB) run-verify

mutants: ## faults planted one at a time, each found by some test (many minutes; QUICK=1: three; MUTANT=name: that one)
	@$(NEED) --install build test
	$(SUB) BUILD=release MPI=0 run-mutants

fuzz: ## readers fed with anything by libFuzzer (clang); MINUTES=n for each, 1 if not said
	@$(NEED) --install build test
	$(SUB) BUILD=fuzz MPI=0 run-fuzz

each-fault: ## each request for memory and call to the disk of every command fails once (an hour or two)
	@$(NEED) --install build test
	$(SUB) BUILD=asan MPI=0 run-each-fault
	$(SUB) BUILD=release MPI=0 run-each-fault

bench: ## speed, as ratios measured in one run
	@$(NEED) --list build
	$(SUB) BUILD=release MPI=0 program benches
	@set -e; for b in $(patsubst %.c,build/release/%,$(BENCH_SRC)); do echo "== $$b"; $$b; done
	@sh tests/bench/instructions.sh build/release/tests/bench/reference
	@python=$$(PATH=/usr/bin:$$PATH command -v python3) || { echo "SimPy: python3 is not installed; skipped"; exit 0; }; \
	  $$python tests/bench/simpy_reference.py balanced 3 build/release/tests/bench/reference || [ $$? -eq 77 ]

asan tsan faults strict: ## all tests in this variant (see CONTRIBUTING.md)
	@$(NEED) --install build test
	$(SUB) BUILD=$@ tests
	$(SUB) BUILD=$@ run-tests

cover: ## lines of the library reached by the tests
	@$(NEED) --install build test
	$(SUB) BUILD=cover tests
	$(SUB) BUILD=cover run-tests
	@cd build/cover && gcov -n -r -s $(CURDIR) $(patsubst %,%.o,$(basename $(LIB_SRC))) 2>/dev/null | \
	  awk '/^File/ { f = $$2 } /^Lines executed/ { split($$0, a, /[:%]/); print a[2] "% " (f ? f : "in all"); f = "" }' | sort -n

memcheck: ## unit tests under valgrind
	@$(NEED) --install build test check
	$(SUB) BUILD=strict run-memcheck

layers tidy names mirror globals headers repo format-check: ## this house rule by itself (CONTRIBUTING.md: what each refuses)
	$(if $(filter globals,$@),$(SUB) BUILD=release program)
	@LIB=build/release/libbedflow.a CC='$(CC)' sh tests/check/house.sh $(@:format-check=format)

hooks: ## look at the quick house rules before every commit
	ln -sf ../../tests/check/pre-commit .git/hooks/pre-commit

install: ## program, manual pages, completion, scenarios, plots, library: into DESTDIR and PREFIX
	@$(NEED) --list build
	$(SUB) BUILD=release MPI=0 run-install

uninstall: ## take away what install put there, and nothing else
	@$(INSTALL) take '$(DESTDIR)' '$(PREFIX)'

deb: ## a Debian package, build/bedflow_VERSION_ARCHITECTURE.deb
	@$(NEED) --install build deb
	$(SUB) BUILD=release MPI=0 PREFIX=/usr DESTDIR= run-deb

deps: ## install what building and the demo need (root and apt), or list it
	@$(NEED) --install build plot
deps-test: ## the same for the tests
	@$(NEED) --install build plot test
deps-check: ## the same for `make check`
	@$(NEED) --install build plot test check

format: ## rewrite every source in the house style
	clang-format -i $(ALL_SRC) $(ALL_HDR)

clean: ## remove everything built
	rm -rf build

help: ## this list
	@awk -F':.*## ' '/^[a-z][a-z_. -]*:.*## / { split($$1, goal, " "); \
	  for (i = 1; i in goal; i++) printf "  make %-15s %s\n", goal[i], i == 1 ? $$2 : "  likewise" }' Makefile
	@echo "Variables: BUILD=release|strict|clang|asan|tsan|faults|cover|fuzz|o0|o3  CC  CFLAGS  PREFIX  DESTDIR"
	@echo "           MPI=1 (needs mpicc)  JOBS=n  V=1 (show commands)  BF_INSTALL=no (never install)"

# ---- inner goals: what is needed is there --------------------------------------------------------
program: $(PROGRAM) $(LIB)
tests: $(PROGRAM) $(UNIT) $(FUZZ) $(PRELOAD)
benches: $(BENCH)

everything: program tests $(VERIFY) $(BENCH) $(TARGETS)

run-tests: tests
	@$(RUN) $(UNIT) $(FUZZ) $(E2E)

# What is found lies in build/fuzz/found; give it to the target's program to see it again.
run-fuzz: $(FUZZ)
	@sh tests/fuzz/run -s $(if $(SECONDS_EACH),$(SECONDS_EACH),$$(( $(if $(MINUTES),$(MINUTES),1) * 60 ))) $(FUZZ)

run-each-fault: program $(PRELOAD)
	@BF_EACH_FAULT=all $(RUN) -t 7200 tests/e2e/each-fault.sh

run-threaded: $(THREADED)
	@$(RUN) $(THREADED)

# Afterwards each claim in a line of its own: what was tested, and how close it came.
run-verify: program $(VERIFY) $(TARGETS)
	@BF_VERIFY=$(if $(QUICK),quick,full) $(RUN) -t 3600 $(VERIFY) $(VERIFY_SH); status=$$?; \
	  cat $(patsubst $(OUT)/tests/%,$(OUT)/scratch/%/stdout,$(VERIFY)) \
	    $(patsubst tests/%,$(OUT)/scratch/%/stdout,$(VERIFY_SH)) | \
	    sed -n -e '/^# *\(not \)*ok - /d' -e '/^# tests\//d' -e 's/^# //p'; exit $$status

MUTANT_TESTS := $(filter $(OUT)/tests/unit/models/% $(OUT)/tests/unit/flow/%,$(UNIT))
run-mutants: program $(VERIFY) $(MUTANT_TESTS)
	@COMPILE='$(COMPILE)' LINK='$(LINK)' LIBS='$(LIBS) $(CM_LIBS)' sh tests/mutants/run -j $(JOBS) \
	  $(if $(QUICK),-q) $(MUTANT)

# The threaded tests are for tsan: valgrind runs threads one at a time.
run-memcheck: tests
	@$(RUN) -t 1800 -w 'valgrind -q --error-exitcode=99 --leak-check=full' \
	  $(filter $(patsubst %,$(OUT)/tests/unit/%/%,$(MEMCHECK)),$(UNIT))

# One after another, each stopping the rest; at the end the sum of all that ran.
run-check:
	@rm -f build/sums
	+@$(INNER) BUILD=release program
	@LIB=build/release/libbedflow.a CC='$(CC)' sh tests/run -o build/scratch -s build/sums \
	  tests/check/house.sh tests/check/selftest.sh
	+@$(INNER) BUILD=release benches
	@sh tests/bench/instructions.sh build/release/tests/bench/reference --gate
	@build/release/tests/bench/reference 3
	@build/release/tests/bench/mm1 1
	@build/release/tests/bench/scale 1
	+@$(INNER) BUILD=strict everything
	+@if command -v clang >/dev/null; then $(INNER) BUILD=clang everything; \
	  else echo "note: clang is not installed; its warnings were not asked for"; fi
	+@if command -v mpicc >/dev/null; then $(MAKE) --no-print-directory BUILD=strict MPI=1 program; \
	  else echo "note: MPI is not installed; no run on several ranks was tried"; fi
	+@$(INNER) BUILD=strict run-tests
	+@$(INNER) BUILD=release QUICK=1 run-verify
	+@$(INNER) BUILD=release QUICK=1 run-mutants
	+@$(INNER) BUILD=asan run-tests
	+@if sh tests/fuzz/run --able; then $(INNER) BUILD=fuzz SECONDS_EACH=5 run-fuzz; \
	  else echo "note: no clang with libFuzzer; readers were fed with the corpus alone"; fi
	+@$(INNER) BUILD=tsan run-threaded
	+@if command -v valgrind >/dev/null; then $(INNER) BUILD=strict MEMCHECK='$(QUICK_MEMCHECK)' run-memcheck; \
	  else echo "note: valgrind is not installed; uninitialised memory was not looked for"; fi
	@echo
	@echo "make check, all together:"
	@sh tests/run --total build/sums
INNER = $(MAKE) --no-print-directory MPI=0 SUMS=build/sums
MEMCHECK := base random stats kernel flow models scenario report
QUICK_MEMCHECK := base kernel scenario

INSTALL = sh sim/package/install.sh
STAGE = $(OUT)/stage
S = $(STAGE)$(PREFIX)
run-install: $(OUT)/installed/bedflow $(LIB)
	@$(INSTALL) lay $(OUT)/installed/bedflow '$(STAGE)' '$(PREFIX)'
	@mkdir -p '$(S)/lib/pkgconfig' '$(S)/include'
	@cp $(LIB) '$(S)/lib/libbedflow.a'
	@cp -R include/bedflow '$(S)/include/'
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' '' \
	  'Name: bedflow' 'Description: simulator of demand, capacity and flow in health and care' \
	  'Version: $(VERSION)' 'Requires: $(PKGS)' 'Libs: -L$${libdir} -lbedflow -pthread -lm' \
	  'Cflags: -I$${includedir}' > '$(S)/lib/pkgconfig/bedflow.pc'
	@$(INSTALL) put '$(STAGE)' '$(DESTDIR)' '$(PREFIX)'
	@rm -rf '$(STAGE)'
	@echo "installed in $(DESTDIR)$(PREFIX); to take it away: make uninstall, with the same PREFIX and DESTDIR"

run-deb: $(OUT)/installed/bedflow
	@$(INSTALL) lay $(OUT)/installed/bedflow '$(STAGE)' /usr
	@sh sim/package/deb.sh '$(STAGE)' '$(VERSION)' build
	@rm -rf '$(STAGE)'

# ---- how things are made -------------------------------------------------------------------------
# A stamp holds the flags; objects are made again when its text changes.
stamp = mkdir -p $(@D) && printf '%s\n' $(1) > $@.new && \
        { cmp -s $@.new $@ && rm -f $@.new || mv -f $@.new $@; }
quote = '$(subst ','\'',$(1))'
# Not what the object that asks first is compiled with besides: all would be made again.
$(OUT)/flags: EXTRA =
$(OUT)/flags: FORCE
	@$(call stamp,$(call quote,$(COMPILE) $(CM_CFLAGS) sqlite=$(SQLITE) $(CC_VERSION)))
$(OUT)/flags-cli: FORCE
	@$(call stamp,$(call quote,$(CLI_DEFS) $(PLOTS_HERE)))
$(OUT)/flags-installed: FORCE
	@$(call stamp,$(call quote,$(CLI_DEFS) $(PLOTS_INSTALLED)))
$(OUT)/members: FORCE
	@$(call stamp,$(call quote,$(LIB_SRC) : $(CLI_SRC) : $(SUPPORT)))

define compile
@mkdir -p $(@D)
@echo "  cc    $<"
$(Q)$(COMPILE) -MMD -MP -c -o $@ $<
endef

$(OUT)/%.o: %.c $(OUT)/flags
	$(compile)
$(OUT)/sim/cli/%.o: sim/cli/%.c $(OUT)/flags $(OUT)/flags-cli
	$(compile)
$(OUT)/installed/%.o: %.c $(OUT)/flags $(OUT)/flags-installed
	$(compile)

$(OUT)/sim/cli/%.o: EXTRA = $(CLI_DEFS) -DBF_PLOTS_DIR='"$(PLOTS_HERE)"'
$(OUT)/installed/%.o: EXTRA = $(CLI_DEFS) -DBF_PLOTS_DIR='"$(PLOTS_INSTALLED)"'
$(OUT)/tests/%.o: EXTRA = -I. -Itests -Itests/support $(CM_CFLAGS)
ifeq ($(SQLITE),yes)
$(OUT)/sim/report/%.o $(OUT)/tests/unit/report/%.o: EXTRA += -DBF_WITH_SQLITE
endif
ifeq ($(MPI),1)
$(OUT)/sim/study/%.o $(OUT)/sim/cli/%.o $(OUT)/tests/unit/study/%.o: EXTRA += -DBF_WITH_MPI
endif

$(LIB): $(call obj,$(LIB_SRC)) $(OUT)/members
	@echo "  ar    $@"
	@rm -f $@
	$(Q)$(AR) rcs $@ $(filter %.o,$^)

$(OUT)/bedflow: $(call obj,$(CLI_SRC)) $(LIB) $(OUT)/members
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $(filter %.o,$^) $(LIB) $(LIBS)

$(OUT)/installed/bedflow: $(patsubst %.c,$(OUT)/installed/%.o,$(CLI_SRC)) $(LIB) $(OUT)/members
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $(filter %.o,$^) $(LIB) $(LIBS)

$(VERIFY): $(call obj,$(VERIFY_AID))

ifeq ($(BUILD),fuzz)
$(FUZZ): %: %.o $(LIB) $(OUT)/members
	@echo "  link  $@"
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $(filter %.o,$^) $(LIB) $(LIBS)
else
$(FUZZ): %: %.o $(call obj,$(REPLAY)) $(LIB) $(OUT)/members
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $(filter %.o,$^) $(LIB) $(LIBS)
endif

$(OUT)/tests/faults/preload.so: $(PRELOAD_SRC) $(OUT)/flags
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(COMPILE) -fPIC -shared -o $@ $< -ldl

$(UNIT) $(VERIFY) $(BENCH) $(TARGETS): %: %.o $(call obj,$(SUPPORT)) $(LIB) $(OUT)/members
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $(filter %.o,$^) $(LIB) $(LIBS) $(CM_LIBS)

-include $(patsubst %.c,$(OUT)/%.d,$(ALL_SRC)) $(patsubst %.c,$(OUT)/installed/%.d,$(CLI_SRC))

FORCE:
.PHONY: all demo test check verify mutants bench asan tsan faults strict cover memcheck deps deps-test \
        deps-check install uninstall deb format clean help winter-pictures targets hooks layers tidy names mirror globals \
        headers repo format-check program tests benches everything run-tests run-threaded \
        fuzz run-fuzz each-fault run-each-fault run-verify run-mutants run-memcheck run-check run-install run-deb FORCE
.PRECIOUS: $(OUT)/%.o $(OUT)/installed/%.o
