# Fuzzing of the readers of users' files: tests/fuzz/fuzz_NAME.c with its seeds
# in tests/fuzz/corpus/NAME/.  Needs clang, which `make fuzz-deps` installs.
FUZZ_CC   ?= clang
FUZZ_TIME ?= 60
FUZZERS   := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_WARN := $(filter-out -Wmissing-prototypes,$(WARN)) $(NO_CLANG_WARN)
FUZZFLAGS := -std=c17 -ffp-contract=off -D_POSIX_C_SOURCE=200809L -g -O1 \
  -fsanitize=address,undefined -fno-sanitize-recover=undefined

.PRECIOUS: build/fuzz/%.o build/fuzz/fuzz_%
build/fuzz/%.o: %.c build/stamps/flags build/gen/manifest.inc
	$(Q)mkdir -p $(@D); echo "  CC    $@"; $(FUZZ_CC) $(CPPFLAGS) -Ibuild/gen $(FUZZFLAGS) -fsanitize=fuzzer-no-link $(FUZZ_WARN) $(EXTRA_$(subst /,_,$*)) -MMD -MP -MT $@ -MF $(@:.o=.d).new -c $< -o $@.new; mv $(@:.o=.d).new $(@:.o=.d); mv $@.new $@
build/fuzz/libtame.a: $(LIBSRC:%.c=build/fuzz/%.o)
	$(Q)$(archive)
build/fuzz/fuzz_%: build/fuzz/tests/fuzz/fuzz_%.o build/fuzz/libtame.a build/stamps/libs
	$(Q)echo "  LINK  $@"; $(FUZZ_CC) $(FUZZFLAGS) -fsanitize=fuzzer -o $@.new $(filter %.o %.a,$^) $(LIBS); mv $@.new $@
DEPS += $(LIBSRC:%.c=build/fuzz/%.d) $(FUZZERS:%=build/fuzz/tests/fuzz/fuzz_%.d)

# What is found grows build/fuzz/found/NAME; the seeds stay as they are.  An
# input that crashes, leaks, hangs (10 s), or takes memory out of proportion to
# its files is kept beside it: how much is in proportion, each target says
# (FUZZ_READER), and no reader takes 192 MiB at once for at most 64 KiB.
FUZZ_LIMITS := -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=192 -max_len=65536
# programs of edits, not contents of files: long ones say no more
FUZZ_LIMITS_h5         := -max_len=1024 -len_control=0
FUZZ_LIMITS_h5table    := $(FUZZ_LIMITS_h5)
FUZZ_LIMITS_checkpoint := $(FUZZ_LIMITS_h5)
FUZZ_LIMITS_trainer    := $(FUZZ_LIMITS_h5)
# gzip may make 1032 bytes of one, which are then read several times
FUZZ_LIMITS_idx        := -max_len=8192
FUZZ_LIMITS_cifar      := -max_len=8192
fuzz-deps:
	$(Q)sh mk/deps.sh fuzz
.PHONY: fuzz fuzz-deps $(FUZZERS:%=fuzz-%)
$(FUZZERS:%=fuzz-%): fuzz-%: build/fuzz/fuzz_%
	$(Q)mkdir -p build/fuzz/found/$*; \
	build/fuzz/fuzz_$* -max_total_time=$(FUZZ_TIME) $(FUZZ_LIMITS) $(FUZZ_LIMITS_$*) \
	  -artifact_prefix=build/fuzz/found/$*- build/fuzz/found/$* tests/fuzz/corpus/$* >build/fuzz/$*.log 2>&1 \
	  || { tail -n 40 build/fuzz/$*.log; echo "fuzz: $*: an input fails; see build/fuzz/found/$*-*"; exit 1; }; \
	echo "  FUZZ  $* $$(grep -ao 'Done [0-9]* runs in [0-9]* second' build/fuzz/$*.log | tail -n 1)s"
fuzz: $(FUZZERS:%=fuzz-%)
