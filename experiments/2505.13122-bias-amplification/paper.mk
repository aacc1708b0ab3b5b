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

# networks: small ones everywhere, the paper's at paper scale where its data are
$(call experiment,network_sizes)
$(call table,tab-networks,network_sizes,size)

BIAS_SMALL := $(filter-out paper,$(SCALE))
BIAS_IMAGES := $(if $(BIAS_SMALL),fashion-mnist,cifar10)
BIAS_TONED := $(if $(BIAS_SMALL),fashion-mnist,eurosat)
BIAS_KIND := $(if $(BIAS_SMALL),analogue-)
BIAS_SGD := $(if $(BIAS_SMALL),mlp64 mlp256,resnet18 resnet50 resnet101 vgg11 vgg19 mobilenet squeezenet)
BIAS_ADAMW := $(if $(BIAS_SMALL),mlp64,resnet18 resnet50 resnet101 vgg11 mobilenet)
BIAS_RUNS := $(BIAS_SGD) $(BIAS_ADAMW:%=%_adamw)

$(foreach n,$(BIAS_SGD),$(call experiment-on,$(BIAS_IMAGES),imbalance_$(n),--net $(n),imbalance))
$(foreach n,$(BIAS_ADAMW),$(call experiment-on,$(BIAS_IMAGES),imbalance_$(n)_adamw,--net $(n) --method adamw --rate 0.001,imbalance))
$(foreach r,$(BIAS_RUNS),$(foreach k,90 99,\
  $(call figure-on,$(BIAS_IMAGES),imbalance-$(r)-$(k)-train,imbalance_$(r),$(or $(BIAS_KIND),imbalance-)train)\
  $(call figure-on,$(BIAS_IMAGES),imbalance-$(r)-$(k)-full,imbalance_$(r),$(or $(BIAS_KIND),imbalance-)full)))
$(call table-on,$(BIAS_IMAGES),tab-overcost,$(BIAS_RUNS:%=imbalance_%),overcost)

$(call experiment-on,$(BIAS_IMAGES),trajectory)
$(call figure-on,$(BIAS_IMAGES),trajectory,trajectory,$(BIAS_KIND)trajectory)
$(call table-on,$(BIAS_IMAGES),tab-trajectory,trajectory,lengths)
$(call experiment-on,$(BIAS_IMAGES),theta)
$(call figure-on,$(BIAS_IMAGES),theta,theta,$(BIAS_KIND)theta)
$(call table-on,$(BIAS_IMAGES),tab-theta,theta,distance)
$(call table-on,$(BIAS_IMAGES),tab-theta-summary,theta,summary)
$(call experiment-on,$(BIAS_TONED),eurosat)
$(call figure-on,$(BIAS_TONED),eurosat,eurosat,$(BIAS_KIND)eurosat)
$(call table-on,$(BIAS_TONED),tab-eurosat,eurosat,times)
$(call experiment-on,fashion-mnist,alignment)
$(call figure-on,fashion-mnist,illus-alignment,alignment)
