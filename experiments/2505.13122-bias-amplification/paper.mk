# When majority rules, minority loses (arXiv:2505.13122)
$(call paper,2505.13122,2505.13122-bias-amplification)

# theory
$(call experiment,quad4)
$(call experiment,logistic2)
$(call experiment,box)
$(call experiment,plane)
$(call experiment,balls)
$(call experiment,margins)
$(call experiment,margin_paths)
$(call experiment,threshold)
$(call experiment,tube)
$(call experiment,published_extra,--table experiments/$(DIR)/published_extra.csv)
$(OUT)data/$(ID)/published_extra.h5: experiments/$(DIR)/published_extra.csv

$(call figure,illus-proximity,quad4 logistic2)
$(call figure,illus-zones,plane)
$(call figure,illus-shares,balls)
$(call figure,illus-extra-time,margin_paths margins)
$(call figure,illus-tube,tube)
$(call figure,illus-published-extra,published_extra)

# tables
$(call experiment,tab_synthetic)
$(call experiment,tab_synthetic_tabnet,--net tabnet,tab_synthetic)
$(call experiment-on,credit-g,tab_credit)
$(call experiment-on,adult,tab_adult)

$(call figure,illus-tab-synthetic,tab_synthetic tab_synthetic_tabnet)
$(call figure-on,credit-g,illus-tab-credit,tab_credit)
$(call figure-on,adult,illus-tab-adult,tab_adult)

# for a table of the user's own: build/bin/$(ID)/tabular --help
$(eval $(call program,build/bin/$(ID)/tabular,$(wildcard experiments/$(DIR)/tabular.c experiments/$(DIR)/tabular-*.c)))
