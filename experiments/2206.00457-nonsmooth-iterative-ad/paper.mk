# Automatic differentiation of nonsmooth iterative algorithms (arXiv:2206.00457)
$(call paper,2206.00457,2206.00457-nonsmooth-iterative-ad)

$(call experiment,lasso)
$(call experiment,covariance)
$(call experiment,trend_filtering)
