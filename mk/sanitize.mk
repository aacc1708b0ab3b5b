# Tests and smoke runs with sanitizers (mk/config.mk), and tests under valgrind.
# The first finding ends a program and fails whatever ran it.
export ASAN_OPTIONS := detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1:check_initialization_order=1
export UBSAN_OPTIONS := print_stacktrace=1
export TSAN_OPTIONS := halt_on_error=1:second_deadlock_stack=1

# --- tests.  Those that run programs run the sanitized ones.  Left out are those
# that run make and compilers (make, new_paper), all programs of the smoke run
# several times over (experiments, determinism, command_lines: smoke-asan has them
# all), or measure times (linear, bench).
CHECKS_CLOSE := $(filter-out make new_paper experiments determinism command_lines linear bench,$(CHECKS))
CHECKS_THREADED := $(patsubst tests/check_%.c,%,$(shell grep -lE 'tame_team_alloc|has_thread = ' tests/check_*.c))
VALGRIND := valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite \
  --trace-children=yes --trace-children-skip=/usr/bin/*

.PHONY: test-asan test-tsan test-valgrind
test-asan: $(CHECKS_CLOSE:%=build/asan/check_%) build/asan/toy $(BINARIES:build/%=build/asan/%) smoke
	$(Q)TAME_TEST_BIN=build/asan/bin sh tests/run.sh build/asan $(CHECKS_CLOSE)
test-tsan: $(CHECKS_THREADED:%=build/tsan/check_%)
	$(Q)CK_TIMEOUT_MULTIPLIER=10 sh tests/run.sh build/tsan $(CHECKS_THREADED)
test-valgrind: $(CHECKS_CLOSE:%=build/check/check_%) build/check/toy smoke
	$(Q)TAME_TEST_WRAP="$(VALGRIND)" CK_FORK=no sh tests/run.sh build/check $(CHECKS_CLOSE)

# --- smoke runs, by a make of their own with SAN set.  Their numbers are those of
# the plain run to the last bit: no optimiser reorders a sum here, and a team of
# threads gives what one thread gives.
.PHONY: smoke-asan smoke-tsan results-asan results-tsan
smoke-asan: smoke $(BINARIES:build/%=build/asan/%)
	$(Q)$(MAKE) --no-print-directory SCALE=smoke SAN=asan results-asan
smoke-tsan: smoke $(sort $(PROGRAMS_THREADED:build/%=build/tsan/%)) build/tsan/bin/h5same
	$(Q)$(MAKE) --no-print-directory SCALE=smoke SAN=tsan ARGS="--threads 2" results-tsan

# no figures: gnuplot is not ours, and h5cols has its tests
results-asan: $(DATA) $(filter %.tsv,$(FIGURES)) verify
	$(Q)$(call same,$(DATA))
	$(Q)$(TREE)/bin/doctor >$(TREE)/doctor.txt
	$(Q)$(TREE)/bin/report --plan build/plan/smoke.txt --root . --claims scale/smoke/figures/claims.tsv --out $(TREE)/index.html
results-tsan: $(DATA_THREADED)
	$(Q)$(call same,$(DATA_THREADED))
# $(call same,results): as those of the plain run?
same = for f in $(1:$(TREE)/%=%); do $(TREE)/bin/h5same --numbers $$f $(TREE)/$$f; done; echo "$(TREE): $(words $(1)) results, the same numbers as without"
