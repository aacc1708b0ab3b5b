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

# networks: small ones everywhere, the paper's at paper scale where its data are
$(call experiment,network_sizes)
$(call table,tab-networks,network_sizes,size)

SMALL := $(filter-out paper,$(SCALE))
IMAGES := $(if $(SMALL),fashion-mnist,cifar10)
TONED := $(if $(SMALL),fashion-mnist,eurosat)
KIND := $(if $(SMALL),analogue-)
SGD_NETS := $(if $(SMALL),mlp64 mlp256,resnet18 resnet50 resnet101 vgg11 vgg19 mobilenet squeezenet)
ADAMW_NETS := $(if $(SMALL),mlp64,resnet18 resnet50 resnet101 vgg11 mobilenet)
RUNS := $(SGD_NETS) $(ADAMW_NETS:%=%_adamw)

$(foreach n,$(SGD_NETS),$(call experiment-on,$(IMAGES),imbalance_$(n),--net $(n),imbalance))
$(foreach n,$(ADAMW_NETS),$(call experiment-on,$(IMAGES),imbalance_$(n)_adamw,--net $(n) --method adamw --rate 0.001,imbalance))
$(foreach r,$(RUNS),$(foreach k,90 99,\
  $(call figure-on,$(IMAGES),imbalance-$(r)-$(k)-train,imbalance_$(r),$(or $(KIND),imbalance-)train)\
  $(call figure-on,$(IMAGES),imbalance-$(r)-$(k)-full,imbalance_$(r),$(or $(KIND),imbalance-)full)))
$(call table-on,$(IMAGES),tab-overcost,$(RUNS:%=imbalance_%),overcost)

$(call experiment-on,$(IMAGES),trajectory)
$(call figure-on,$(IMAGES),trajectory,trajectory,$(KIND)trajectory)
$(call table-on,$(IMAGES),tab-trajectory,trajectory,lengths)
$(call experiment-on,$(IMAGES),theta)
$(call figure-on,$(IMAGES),theta,theta,$(KIND)theta)
$(call table-on,$(IMAGES),tab-theta,theta,distance)
$(call table-on,$(IMAGES),tab-theta-summary,theta,summary)
$(call experiment-on,$(TONED),eurosat)
$(call figure-on,$(TONED),eurosat,eurosat,$(KIND)eurosat)
$(call table-on,$(TONED),tab-eurosat,eurosat,times)
$(call experiment-on,fashion-mnist,alignment)
$(call figure-on,fashion-mnist,illus-alignment,alignment)
