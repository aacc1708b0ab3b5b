# How things are compiled and linked.  Three ideas: stamps for arguments and
# flags; keep the old file when the new one is the same; one line per action.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
# kept, though only rules of patterns name them.  Not .SECONDARY, by which make
# takes a figure for up to date when its result is missing
.PRECIOUS: build/%.o build/%.ok
MAKEFLAGS += --no-builtin-rules

Q := $(if $(filter 1,$(V)),,@)

# $(call stamp,file,text): a file that changes only when its text changes.  It is
# whole or not at all; `make clean` works without it, on a full disk
stamp = $(call stamped,$(1),$(shell { mkdir -p '$(dir $(1))'; printf '%s\n' '$(strip $(2))' | cmp -s - '$(1)' || { printf '%s\n' '$(strip $(2))' > '$(1).new'; mv '$(1).new' '$(1)'; }; } 2>&1))
stamped = $(if $(filter-out 0,$(.SHELLSTATUS)),$(if $(filter-out help clean distclean,$(or $(MAKECMDGOALS),help)),$(error cannot write $(1): $(2))))
# $(call keep,file,word): replace file by file.new only when they differ
keep = if cmp -s $(1).new $(1); then rm $(1).new; echo "  same  $(1)"; else mv $(1).new $(1); echo "  $(2)  $(1)"; fi
# $(call again,file,file.ok): make a file anew that was removed beside its .ok;
# `make -n`, which would make nothing, does not try for ever
again = $(if $(wildcard $(1))$(findstring n,$(firstword -$(MAKEFLAGS))),,@+rm -f $(2); $(MAKE) --no-print-directory $(1))

# --- objects: build/ for the programs (no -g: line numbers would make every
# comment a change), check/, asan/ and tsan/ trees with -g for the tests.  A piece
# of a file of dependencies would stop every make after it: it is renamed when whole
build/%.o: build/%.ok
	$(call again,$@,$<)
build/%.ok: %.c build/stamps/flags
	$(Q)mkdir -p $(@D); $(CC) $(CPPFLAGS) $(CFLAGS) $(WARN) $(EXTRA_$(subst /,_,$*)) -MMD -MP -MT $@ -MF build/$*.d.new -c $< -o build/$*.o.new; mv build/$*.d.new build/$*.d; $(call keep,build/$*.o,CC  ); touch $@

LIBSRC := $(sort $(wildcard lib/src/*/*.c))
LIBOBJ := $(LIBSRC:%.c=build/%.o)
# no errno and no traps from square roots and comparisons: these loops are vectorised,
# and no result changes
EXTRA_lib_src_swarm_entropy := -fno-math-errno -fno-trapping-math
EXTRA_lib_src_swarm_explicit := -fno-math-errno -fno-trapping-math
EXTRA_lib_src_swarm_particles := -fno-math-errno -fno-trapping-math
EXTRA_lib_src_solve_nonsmooth_relu := -fno-trapping-math
EXTRA_lib_src_exp_provenance := -DTAME_CFLAGS='"$(CFLAGS)"'
build/lib/src/exp/provenance.ok: build/stamps/flags
build/lib/src/io/dataset.ok: build/gen/manifest.inc
EXTRA_lib_src_io_dataset := -Ibuild/gen

# errno of sqrt, which nobody reads, would keep the loops from being vectorised
EXTRA_lib_src_opt_opt_f32 := -fno-math-errno
EXTRA_lib_src_opt_opt_f64 := -fno-math-errno
EXTRA_lib_src_nn_nn_f32 := -fno-math-errno -fno-trapping-math
EXTRA_lib_src_nn_nn_f64 := -fno-math-errno -fno-trapping-math

# gcc 12 joins a row of alternate sums and differences into vfmaddsub, which rounds
# once where -ffp-contract=off promises twice; make smoke-asan compares the bits
EXTRA_experiments_2502.09074-bilevel-morse_meta := -fno-tree-slp-vectorize

# flags of one file, EXTRA_<its path>, are part of the flags: after a change of
# any, all is compiled again
extra := $(foreach v,$(sort $(filter EXTRA_lib_% EXTRA_experiments_%,$(.VARIABLES))),$(v)=$(subst ',,$($(v))))
$(call stamp,build/stamps/flags,$(CC) $(shell $(CC) -dumpfullversion 2>/dev/null) $(CPPFLAGS) $(CFLAGS) $(extra))
$(call stamp,build/stamps/libs,$(LIBS))

# the table of data sets, compiled into the library
build/gen/manifest.inc: data/sets/manifest.tsv data/sets/rows.awk $(wildcard data/sets/*.sha256) mk/manifest.awk
	$(Q)mkdir -p $(@D); awk -v dir=data/sets -f data/sets/rows.awk $< | awk -f mk/manifest.awk > $@.new; mv $@.new $@; echo "  GEN   $@"

# $(call archive): ar, like cc and ld, leaves a piece of a file when it is killed,
# and under a name of its own; in a folder of its own the next run removes it
archive = rm -rf $@.new; mkdir $@.new; ar rcsD $@.new/lib.a $^; mv $@.new/lib.a $@; rmdir $@.new
build/libtame.a: $(LIBOBJ)
	$(Q)$(archive)

# $(call program,binary,sources): one executable.  The .ok file carries the
# time of the last link, the binary that of its last change.
define program
$(1): $(1).ok
	$$(call again,$$@,$$<)
$(1).ok: $(patsubst %.c,build/%.o,$(2)) build/libtame.a build/stamps/libs
	$$(Q)$(if $(strip $(2)),,echo "$(1): has no C files; is its name in paper.mk that of a file?" >&2; exit 1; )mkdir -p $$(@D); $$(CC) $$(CFLAGS) -o $(1).new $(patsubst %.c,build/%.o,$(2)) build/libtame.a $$(LIBS); $$(call keep,$(1),LINK); touch $$@
DEPS += $(patsubst %.c,build/%.d,$(2))
BINARIES += $(1)
$(foreach t,$(SANITIZERS),$(call tree-program,$(t),$(1:build/%=build/$(t)/%),$(2)))
endef

# $(call tree-program,tree,binary,sources): the same of the objects of a tree
define tree-program
$(2): $(3:%.c=build/$(1)/%.o) build/$(1)/libtame.a build/stamps/libs
	$$(Q)mkdir -p $$(@D); echo "  LINK  $$@"; $$(CC) $$(CFLAGS) $(FLAGS_$(1)) -o $$@.new $$(filter %.o %.a,$$^) $$(LIBS); mv $$@.new $$@
DEPS += $(3:%.c=build/$(1)/%.d)

endef

TOOLS := $(patsubst lib/tools/%.c,%,$(wildcard lib/tools/*.c))
$(foreach t,$(TOOLS),$(eval $(call program,build/bin/$(t),lib/tools/$(t).c)))
DEPS += $(LIBSRC:%.c=build/%.d)

# --- tests: one executable per module, in trees with -g of their own, those with
# sanitizers for the programs as well
CHECKS := $(patsubst tests/check_%.c,%,$(wildcard tests/check_*.c))
# the longest first: the others go beside it
CHECKS := determinism $(filter-out determinism,$(CHECKS))
# as many modules at a time as make has jobs, if -j names a number
export TEST_JOBS = $(or $(patsubst -j%,%,$(filter -j%,$(MAKEFLAGS))),1)
TEST_CPPFLAGS = $(CPPFLAGS) $(CHECK_CPPFLAGS) -Itests -Ibuild/gen

# $(call test-tree,name)
define test-tree
.PRECIOUS: build/$(1)/%.o
build/$(1)/%.o: %.c build/stamps/flags build/stamps/flags-$(1) build/gen/manifest.inc
	$$(Q)mkdir -p $$(@D); echo "  CC    $$@"; $$(CC) $$(TEST_CPPFLAGS) $$(CFLAGS) $(FLAGS_$(1)) $$(WARN) $$(EXTRA_$$(subst /,_,$$*)) -MMD -MP -MT $$@ -MF $$(@:.o=.d).new -c $$< -o $$@.new; mv $$(@:.o=.d).new $$(@:.o=.d); mv $$@.new $$@
build/$(1)/libtame.a: $(LIBSRC:%.c=build/$(1)/%.o)
	$$(Q)$$(archive)
build/$(1)/check_%: build/$(1)/tests/check_%.o build/$(1)/libtame.a build/stamps/libs
	$$(Q)echo "  LINK  $$@"; $$(CC) $$(CFLAGS) $(FLAGS_$(1)) -o $$@.new $$(filter %.o %.a,$$^) $$(CHECK_LIBS) $$(LIBS); mv $$@.new $$@
$(call tree-program,$(1),build/$(1)/toy,tests/toy.c)
DEPS += $(LIBSRC:%.c=build/$(1)/%.d) $(patsubst %,build/$(1)/tests/check_%.d,$(CHECKS))
endef
FLAGS_check := -g
$(foreach t,check $(SANITIZERS),$(call stamp,build/stamps/flags-$(t),$(FLAGS_$(t)))$(eval $(call test-tree,$(t))))

# loaded into programs by tests/repeat.sh
build/check/meddle.so: tests/meddle.c build/stamps/flags
	$(Q)mkdir -p $(@D); echo "  LINK  $@"; $(CC) $(CFLAGS) $(WARN) -fPIC -shared -o $@.new $<; mv $@.new $@
