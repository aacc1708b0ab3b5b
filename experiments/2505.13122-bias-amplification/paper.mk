# When majority rules, minority loses (arXiv:2505.13122)
$(call paper,2505.13122,2505.13122-bias-amplification)

# theory
$(call experiment,quad4)
$(call experiment,logistic2)
$(call experiment,box)
$(call experiment,plane)
$(call experiment,balls)
