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

# networks
SET := $(if $(filter paper,$(SCALE)),cifar10,fashion-mnist)
$(call experiment-on,$(SET),imbalance_mlp64,--net mlp64,imbalance)
$(call experiment-on,$(SET),imbalance_mlp256,--net mlp256,imbalance)
$(call experiment-on,$(SET),imbalance_mlp64_adamw,--net mlp64 --method adamw --rate 0.001,imbalance)
$(call experiment-on,$(SET),trajectory)
$(call experiment-on,$(SET),theta)
$(call experiment-on,fashion-mnist,alignment)
$(call experiment-on,$(if $(filter paper,$(SCALE)),eurosat,fashion-mnist),eurosat)
