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
