# Automatic differentiation of nonsmooth iterative algorithms (arXiv:2206.00457)
$(call paper,2206.00457,2206.00457-nonsmooth-iterative-ad)

$(call experiment,lasso)
$(call experiment,covariance)
$(call experiment,trend_filtering)
$(call experiment,heavy_ball)
$(call experiment,hull)
$(call experiment,set_piggyback)

$(call figure,fig03,heavy_ball)
$(call figure,illus-hull,hull)
$(call figure,illus-intervals,set_piggyback)
$(call figure,illus-almost-everywhere,set_piggyback)
