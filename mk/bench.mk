# Benchmarks: tests/bench/bench_NAME.c -> build/bin/bench/NAME, which writes
# data/bench/NAME.h5; then data/bench.h5, which holds the comparisons of all, the
# figures and tables in figures/bench/, and the page figures/bench.html, which is
# also a section of figures/index.html.  BENCH_QUICK=1 takes small sizes and
# leaves everything below build/bench-quick/.  Some compare with C++ libraries, each behind a C face in
# tests/bench/peer_LIBRARY.cc.  Those are linked when the library is there; a
# benchmark without them runs and says so.  `make bench-deps` fetches them.
# Python libraries run beside a benchmark, in tests/bench/peer_LIBRARY.py: PyTorch
# is Debian's, JAX is in build/peers/jax.
BENCHES := $(patsubst tests/bench/bench_%.c,%,$(wildcard tests/bench/bench_*.c))
CXX      ?= g++
CXXFLAGS := -std=c++17 -ffp-contract=off -DNDEBUG $(OPT) $(MARCH) -Wall -Wextra -Werror

# where `make bench-deps` unpacks CppAD (a Python package brings its headers)
CPPAD := build/peers/cppad/cmeel.prefix/include
PEERS := $(if $(shell command -v $(CXX)),$(if $(wildcard $(CPPAD)/cppad/cppad.hpp),CPPAD) \
  $(if $(wildcard /usr/include/adolc/adolc.h),ADOLC))
$(call stamp,build/stamps/peers,$(CXX) $(CXXFLAGS) $(PEERS))
PEERLIBS_ADOLC := -ladolc

# which benchmarks have which peers
PEERS_tape := $(PEERS)

lower = $(subst CPPAD,cppad,$(subst ADOLC,adolc,$(1)))
peer-objects = $(foreach p,$(PEERS_$(1)),build/tests/bench/peer_$(call lower,$(p)).o)

.PRECIOUS: build/tests/bench/peer_%.o
build/tests/bench/peer_%.o: tests/bench/peer_%.cc build/stamps/peers
	$(Q)mkdir -p $(@D); echo "  C++   $@"; $(CXX) $(CXXFLAGS) -isystem $(CPPAD) -MMD -MP -MT $@ -MF $(@:.o=.d).new -c $< -o $@.new; mv $(@:.o=.d).new $(@:.o=.d); mv $@.new $@
DEPS += $(patsubst %.cc,build/%.d,$(wildcard tests/bench/peer_*.cc))

# what all benchmarks are linked with
BENCH_OBJECTS := $(patsubst %,build/tests/bench/%.o,bench machine speeds speeds_file)
DEPS += $(BENCH_OBJECTS:.o=.d)

# $(call bench,NAME)
define bench
EXTRA_tests_bench_bench_$(1) := $(PEERS_$(1):%=-DHAVE_%)
build/tests/bench/bench_$(1).ok: build/stamps/peers
build/bin/bench/$(1): build/tests/bench/bench_$(1).o $(BENCH_OBJECTS) $(call peer-objects,$(1)) build/libtame.a build/stamps/libs
	$$(Q)mkdir -p $$(@D); echo "  LINK  $$@"; $(if $(PEERS_$(1)),$$(CXX),$$(CC) $$(CFLAGS)) -o $$@.new $$(filter %.o %.a,$$^) $$(LIBS) $(foreach p,$(PEERS_$(1)),$(PEERLIBS_$(p))); mv $$@.new $$@
DEPS += build/tests/bench/bench_$(1).d
# `make test` compiles those that need no C++, and check_bench runs some
test test-asan test-valgrind: $(if $(PEERS_$(1)),,build/bin/bench/$(1))
endef
$(foreach b,$(BENCHES),$(eval $(call bench,$(b))))

$(eval $(call program,build/bin/collect,$(patsubst %,tests/bench/%.c,collect speeds speeds_file)))
test test-asan test-valgrind: build/bin/collect

BENCH_OUT := $(if $(BENCH_QUICK),build/bench-quick/)
.PHONY: bench bench-deps
ifeq ($(filter bench-deps,$(MAKECMDGOALS)),)
bench: $(BENCHES:%=build/bin/bench/%) build/bin/collect build/bin/h5table build/bin/report
	$(Q)mkdir -p $(BENCH_OUT)data/bench; $(foreach b,$(BENCHES),echo "--- $(b)"; build/bin/bench/$(b) $(BENCH_OUT)data/bench/$(b).h5 $(if $(BENCH_QUICK),--quick);) \
	build/bin/collect $(BENCH_OUT)data/bench.h5 $(BENCH_OUT)data/bench $(BENCHES); \
	sh mk/speeds.sh $(BENCH_OUT)data/bench.h5 $(BENCH_OUT)figures
	$(Q)if [ -z "$(BENCH_OUT)" ] && [ -f figures/index.html ]; then $(MAKE) --no-print-directory SCALE=default report; fi
else
bench: bench-deps # which libraries are there is asked again
	$(Q)$(MAKE) --no-print-directory bench
endif
bench-deps:
	$(Q)sh mk/deps.sh bench
	$(Q)sh mk/peers.sh build/peers
