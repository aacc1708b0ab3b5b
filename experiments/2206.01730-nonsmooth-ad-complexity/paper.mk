# On the complexity of nonsmooth automatic differentiation (arXiv:2206.01730)
$(call paper,2206.01730,2206.01730-nonsmooth-ad-complexity)

$(call experiment,gadget)
$(call experiment,sat_pigeons,--cnf experiments/$(DIR)/pigeons.cnf,sat)
$(call experiment,sat_queens,--cnf experiments/$(DIR)/queens.cnf,sat)
$(OUT)data/$(ID)/sat_pigeons.h5: experiments/$(DIR)/pigeons.cnf
$(OUT)data/$(ID)/sat_queens.h5: experiments/$(DIR)/queens.cnf

$(call table,tab-formulas,sat_pigeons sat_queens,formula)
$(call experiment,lexicographic)
$(call experiment,path)
$(call experiment,matrix_product)

$(call figure,illus-gadget,gadget)
$(call figure,illus-matrix-product,matrix_product)
$(call figure,illus-lexicographic,lexicographic)
$(call figure,illus-path,path)
$(call experiment,ratio)
$(call experiment,dictionary)
$(call experiment,dag)
$(call experiment,digits)
$(call table,tab01,dictionary,operation)
$(call table,tab-dictionaries,dictionary,dictionary)
$(call table,tab-digits,digits,digits)
$(call experiment,kinks)
