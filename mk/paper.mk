# The words of experiments/*/paper.mk.
#
#   $(call paper,ID,DIR)                      begins a paper
#   $(call experiment,NAME[,ARGS[,PROGRAM]])  PROGRAM.c -> data/ID/NAME.h5; a
#                                             program may have parts PROGRAM-*.c
#   $(call experiment-on,SET,NAME[,ARGS[,PROGRAM]])
#                                             same, skipped when the real data
#                                             set SET is not found
#   $(call figure,NAME,EXPERIMENTS[,SCRIPT])  SCRIPT.gp (NAME.gp) -> figures/ID/NAME.{pdf,svg}
#   $(call figure-on,SET,NAME,EXPERIMENTS[,SCRIPT])
#                                             same, needs SET
#   $(call table,NAME,EXPERIMENTS,GROUP)      a group of 1-D columns -> figures/ID/NAME.tsv
#   $(call table-on,SET,NAME,EXPERIMENTS,GROUP)
#                                             same, needs SET
#
# After a paper's line, ID and DIR are its own.

.PHONY: FORCE
PAPERS :=
PLAN :=
SKIPPED :=

# $(call have,SET): the path of a real data set when it is found
have = $(shell sh data/sets/find.sh $(1) 2>/dev/null)

paper = $(eval $(call paper-rules,$(strip $(1)),$(strip $(2))))
define paper-rules
ID := $(1)
DIR := $(2)
PAPERS += $(1)
PLAN += paper|$(1)|$(2);
$(call program,build/bin/$(1)/claims,$(wildcard experiments/$(2)/claims*.c))
endef

experiment = $(eval $(call experiment-rules,$(strip $(1)),$(strip $(2)) $(ARGS),$(or $(strip $(3)),$(strip $(1))),$(ID),$(DIR)))
# programs whose runs have threads
THREADED := $(shell grep -l '{"threads",' experiments/*/*.c)
# 1 name, 2 arguments, 3 program, 4 paper, 5 folder
define experiment-rules
ifeq ($(filter $(4)/$(3),$(PROGRAMS)),)
PROGRAMS += $(4)/$(3)
$(call program,build/bin/$(4)/$(3),$(wildcard experiments/$(5)/$(3).c experiments/$(5)/$(3)-*.c))
endif
$$(call stamp,$(TREE)/stamps/$(SCALE)/$(4)/$(1).args,$(2) --seed $(SEED))
$(OUT)data/$(4)/$(1).h5: $(TREE)/bin/$(4)/$(3) $(TREE)/stamps/$(SCALE)/$(4)/$(1).args
	$$(Q)mkdir -p $$(@D); $(TREE)/bin/$(4)/$(3) --id $(4)/$(1) --scale $(SCALE) --seed $(SEED) $(2) --out $$@
# cells beside a result: a run was killed before it had removed them
$(if $(wildcard $(OUT)data/$(4)/$(1).h5.cells),$(OUT)data/$(4)/$(1).h5: FORCE)
DATA_$(4) += $(OUT)data/$(4)/$(1).h5
ifneq ($(filter experiments/$(5)/$(3).c,$(THREADED)),)
PROGRAMS_THREADED += build/bin/$(4)/$(3)
DATA_THREADED += $(OUT)data/$(4)/$(1).h5
endif
PLAN += experiment|$(4)|$(1)|$(OUT)data/$(4)/$(1).h5|$(3);
endef

experiment-on = $(if $(call have,$(strip $(1))),$(call experiment,$(2),$(3),$(4)),$(eval SKIPPED += $(ID)/$(strip $(2))[$(strip $(1))])$(eval PLAN += skipped|$(ID)|$(strip $(2))|$(OUT)data/$(ID)/$(strip $(2)).h5|$(strip $(1));))

figure = $(eval $(call figure-rules,$(strip $(1)),$(patsubst %,$(OUT)data/$(ID)/%.h5,$(2)),$(ID),$(DIR),$(or $(strip $(3)),$(strip $(1)))))
# 1 name, 2 data files, 3 paper, 4 folder, 5 script
define figure-rules
$(OUT)figures/$(3)/$(1).pdf $(OUT)figures/$(3)/$(1).svg &: experiments/$(4)/$(5).gp $(wildcard experiments/$(4)/*-draw.gp) $(2) $(STYLE) build/bin/h5cols
	$$(Q)mkdir -p $(OUT)figures/$(3); sh mk/plot.sh $$< $(OUT)figures/$(3)/$(1) $(2)
FIGURES_$(3) += $(OUT)figures/$(3)/$(1).svg
PRINTS_$(3) += $(OUT)figures/$(3)/$(1).pdf
PLAN += figure|$(3)|$(1)|$(OUT)figures/$(3)/$(1).svg|experiments/$(4)/$(5).gp|$(subst $() ,+,$(strip $(2)));
endef
figure-on = $(if $(call have,$(strip $(1))),$(call figure,$(2),$(3),$(4)),$(eval PLAN += skipped|$(ID)|$(strip $(2))|$(OUT)figures/$(ID)/$(strip $(2)).svg|$(strip $(1));))

table = $(eval $(call table-rules,$(strip $(1)),$(patsubst %,$(OUT)data/$(ID)/%.h5,$(2)),$(strip $(3)),$(ID),$(DIR)))
# 1 name, 2 data files, 3 group, 4 paper, 5 folder; the group stands in paper.mk
# alone
define table-rules
$(OUT)figures/$(4)/$(1).tsv: $(2) $(TREE)/bin/h5table experiments/$(5)/paper.mk
	$$(Q)mkdir -p $$(@D); $(TREE)/bin/h5table $(3) $(2) > $$@.tmp || { rm -f $$@.tmp; exit 1; }; mv $$@.tmp $$@; echo "  TABLE $$@"
FIGURES_$(4) += $(OUT)figures/$(4)/$(1).tsv
PLAN += table|$(4)|$(1)|$(OUT)figures/$(4)/$(1).tsv|$(3)|$(subst $() ,+,$(strip $(2)));
endef
table-on = $(if $(call have,$(strip $(1))),$(call table,$(2),$(3),$(4)),$(eval PLAN += skipped|$(ID)|$(strip $(2))|$(OUT)figures/$(ID)/$(strip $(2)).tsv|$(strip $(1));))

# make takes a call of a word that is none for nothing at all
UNKNOWN := $(shell grep -HsnoE '[$$]\(call [^,)]+' experiments/*/paper.mk | grep -vE ' (paper|(experiment|figure|table)(-on)?|program)$$')
ifneq ($(UNKNOWN),)
$(error $(UNKNOWN): no such word in mk/paper.mk)
endif

STYLE := figures/style/style.gp figures/style/terminal.gp mk/plot.sh
include $(sort $(wildcard experiments/*/paper.mk))

DATA    := $(foreach p,$(PAPERS),$(DATA_$(p)))
FIGURES := $(foreach p,$(PAPERS),$(FIGURES_$(p)))
PRINTS  := $(foreach p,$(PAPERS),$(PRINTS_$(p)))
CLAIMS  := $(PAPERS:%=$(OUT)figures/%/claims.tsv)

# the plan of this scale, read by `report` and `make list`
PLANFILE := $(TREE)/plan/$(SCALE).txt
$(call stamp,$(PLANFILE),$(PLAN))
