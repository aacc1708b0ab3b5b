# tame: entry points.  `make help` lists them.
.DEFAULT_GOAL := help
include mk/config.mk
include mk/rules.mk
include mk/paper.mk

.PHONY: figures
figures: $(DATA) $(FIGURES)
-include $(DEPS)
