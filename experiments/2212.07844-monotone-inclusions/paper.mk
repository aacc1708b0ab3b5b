# Differentiating nonsmooth solutions to parametric monotone inclusion problems
# (arXiv:2212.07844)
$(call paper,2212.07844,2212.07844-monotone-inclusions)

$(call experiment,jacobian)
$(call experiment,piggyback)
