# tame: entry points.  `make help` lists them; mk/config.mk has the variables,
# mk/rules.mk compiles, mk/paper.mk gives the words of experiments/*/paper.mk.
.DEFAULT_GOAL := help
include mk/config.mk
include mk/rules.mk
include mk/paper.mk

# `make deps figures` runs in order even with -j: everything waits for deps,
# and make reads the configuration again once the packages are there.
.PHONY: deps
deps:
	$(Q)sh mk/deps.sh

ifneq ($(filter deps,$(MAKECMDGOALS)),)
# Packages that are missing now change what this file reads (pkg-config, data
# sets), so the goals after deps run in a make of their own.
OTHER_GOALS := $(filter-out deps,$(MAKECMDGOALS))
.PHONY: $(OTHER_GOALS)
$(OTHER_GOALS): after-deps ;
.PHONY: after-deps
after-deps: deps
	$(Q)$(MAKE) --no-print-directory $(OTHER_GOALS)
else
include mk/goals.mk
include mk/sanitize.mk
include mk/fuzz.mk
include mk/bench.mk
-include $(DEPS)
endif
