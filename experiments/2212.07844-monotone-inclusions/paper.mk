# Differentiating nonsmooth solutions to parametric monotone inclusion problems
# (arXiv:2212.07844)
$(call paper,2212.07844,2212.07844-monotone-inclusions)

$(call experiment,jacobian)
$(call experiment,piggyback)
$(call experiment,chain_rule)
$(call experiment,tv)
$(call experiment,kink_plane)
$(call experiment,strong_monotonicity)
$(call experiment,hyper_stackloss,--set stackloss,hyper)
$(call experiment-on,building,hyper_building,--set building,hyper)
