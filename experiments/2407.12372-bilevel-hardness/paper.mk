# Geometric and computational hardness of bilevel programming (arXiv:2407.12372)
$(call paper,2407.12372,2407.12372-bilevel-hardness)

$(call experiment,gallery)
$(call experiment,whitney)
$(call experiment,staircase)
$(call experiment,polynomial)
$(call experiment,unbounded)
