# The goals a user types.  Every line that starts with `#:` is printed by
# `make help`; costs are measured on 2 cores.

HTML := $(OUT)figures/index.html

.PHONY: help
help:
	$(Q)sed -n 's/^#: \{0,1\}//p' Makefile mk/goals.mk; echo; \
	echo "papers: $(PAPERS)"; \
	echo "variables: SCALE=smoke|default|paper SEED=0 V=1 TAME_DATA=dir1:dir2 CC=gcc"

#: make deps           install what is missing (Debian), or say how
#: make figures        every figure of every paper, and figures/index.html (about ten minutes)
.PHONY: figures
figures: $(DATA) $(FIGURES) $(PRINTS) $(CLAIMS) $(OUT)figures/claims.tsv $(HTML) $(TOOLS:%=build/bin/%)
	$(Q)echo "$(HTML): $(words $(FIGURES)) figures and tables of $(words $(PAPERS)) paper$(if $(word 2,$(PAPERS)),s), $(SCALE) scale, up to date$(if $(SKIPPED), (without $(strip $(SKIPPED)): data set not found; see 'make data'))"

#: make <id>           one paper, for example make 2305.13768: data, figures, claims
.PHONY: $(PAPERS)
define paper-goal
$(1): $(DATA_$(1)) $(FIGURES_$(1)) $(PRINTS_$(1)) verify-$(1)
endef
$(foreach p,$(PAPERS),$(eval $(call paper-goal,$(p))))

#: make figures/<id>/<fig>.pdf  make data/<id>/<exp>.h5   one figure, one result

#: make verify         the claim table; fails when a claim fails.  make verify-<id>: one paper
define claim-rules
$(OUT)figures/$(1)/claims.tsv: $(TREE)/bin/$(1)/claims $(DATA_$(1)) $(TREE)/stamps/$(SCALE)/found
	$$(Q)mkdir -p $$(@D); $(TREE)/bin/$(1)/claims --scale $(SCALE) --tree .$(SAN:%=/$(TREE)) --out $$@; echo "  CLAIM $$@"
endef
$(foreach p,$(PAPERS),$(eval $(call claim-rules,$(p))))
# claims of the paper scale are measured on its files when they are there
$(call stamp,$(TREE)/stamps/$(SCALE)/found,$(sort $(wildcard scale/paper/data/*/*.h5)))

$(OUT)figures/claims.tsv: $(CLAIMS) $(TREE)/bin/verify
	$(Q)$(TREE)/bin/verify --no-print $@ $(CLAIMS) || [ $$? -eq 3 ]

.PHONY: verify $(PAPERS:%=verify-%)
verify: $(CLAIMS) $(OUT)figures/claims.tsv $(TREE)/bin/verify
	$(Q)$(TREE)/bin/verify $(TREE)/verify.tsv $(CLAIMS)
$(PAPERS:%=verify-%): verify-%: $(OUT)figures/%/claims.tsv $(TREE)/bin/verify
	$(Q)$(TREE)/bin/verify $(TREE)/verify-$*.tsv $<

#: make report         figures/index.html alone
READMES := $(wildcard experiments/*/README.md)
.PHONY: report
report: $(HTML)
# the section of speeds is what `make bench` has left
$(HTML): $(FIGURES) $(PRINTS) $(CLAIMS) $(OUT)figures/claims.tsv $(READMES) $(wildcard experiments/*/*.gp) build/bin/report $(PLANFILE) $(if $(OUT),,$(wildcard figures/bench.html))
	$(Q)build/bin/report --plan $(PLANFILE) --root . --claims $(OUT)figures/claims.tsv $(if $(OUT),,--speeds data/bench.h5) --out $@; echo "  PAGE  $@"

#: make smoke          everything at the smallest scale
# a make of its own, so all programs are there before it begins: two makes must
# not link one file at once
.PHONY: smoke
smoke: $(BINARIES)
	$(Q)$(MAKE) --no-print-directory SCALE=smoke figures

#: make SCALE=paper <id>   the paper's own sizes; one file is scale/paper/data/<id>/<exp>.h5

#: make data           fetch real data sets by URL (needs internet); SETS="a b" chooses
.PHONY: data
data:
	$(Q)sh data/sets/fetch.sh $(SETS)

#: make test           unit tests and the smoke run (-j2: two modules of tests at a time)
#: make test-asan      the same tests with address and undefined-behaviour sanitizers
#: make test-tsan      those that start threads, with the thread sanitizer
#: make test-valgrind  the unit tests under valgrind
#: make smoke-asan     programs and claims of the smoke run with address and
#:                     undefined-behaviour sanitizers;  make smoke-tsan: on two threads
# check_experiments, check_determinism and check_tools look at what the smoke run
# left, check_bench runs two benchmarks
.PHONY: test
test: $(CHECKS:%=build/check/check_%) build/check/toy build/check/meddle.so smoke
	$(Q)sh tests/run.sh build/check $(CHECKS)

#: make trials         kills make 100 times, fills its disk, closes its folders (25 minutes);
#:                     KILLS=5 SIZES=1 ONLY=2305.13768: a minute
.PHONY: trials
trials: $(BINARIES)
	$(Q)for trial in interrupt full_disk unreadable; do sh tests/trials/$$trial.sh; done

#: make bench          speed and memory against other libraries and the machine: figures/bench.html;
#:                     make bench-deps: libraries to compare with;  BENCH_QUICK=1: small sizes

#: make fuzz           broken files for every reader, FUZZ_TIME=60 seconds each (needs clang)

#: make list           every experiment, figure and claim, tab-separated
.PHONY: list
# its output is for programs, so what has to be compiled first is said elsewhere
list:
	$(Q)$(MAKE) -s --no-print-directory build/bin/report $(PAPERS:%=build/bin/%/claims) >&2
	$(Q)build/bin/report --list --plan $(PLANFILE); $(foreach p,$(PAPERS),build/bin/$(p)/claims --scale $(SCALE) --list;)

#: make doctor         which compiler, libraries, BLAS, fonts and data sets answer
.PHONY: doctor
doctor: build/bin/doctor
	$(Q)build/bin/doctor

#: make clean          remove build/ (results stay);  make distclean: results too
.PHONY: clean distclean
clean:
	$(Q)rm -rf build
distclean: clean
	$(Q)rm -rf scale $(addprefix data/,$(PAPERS)) data/bench data/bench.h5 $(filter-out figures/style,$(wildcard figures/*))

