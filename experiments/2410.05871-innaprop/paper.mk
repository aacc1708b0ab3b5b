# INNAprop (arXiv:2410.05871)
$(call paper,2410.05871,2410.05871-innaprop)

$(call experiment,oscillator)
$(call experiment,valley)
$(call experiment,rosenbrock)
$(call experiment,filter)
$(call experiment,decay)
$(call experiment,forms)
$(call experiment,step_cost)

$(call figure,illus-oscillator,oscillator)
$(call figure,illus-valley,valley)
$(call figure,illus-rosenbrock,rosenbrock)
$(call figure,illus-filter,filter)
$(call figure,illus-decay,decay)
$(call figure,illus-forms,forms)

$(call table,tab-step-cost,step_cost,step)
