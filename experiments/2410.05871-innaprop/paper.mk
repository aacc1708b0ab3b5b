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

$(call experiment-on,2410.05871,published_files)
$(call experiment-on,2410.05871,published_heat)
$(call experiment-on,2410.05871,published_cifar10,--data cifar10,published_curves)
$(call experiment-on,2410.05871,published_food101,--data food101,published_curves)
$(call experiment-on,2410.05871,published_imagenet,--data imagenet,published_curves)
$(call experiment-on,2410.05871,published_gpt,--data gpt,published_curves)
$(call experiment-on,2410.05871,published_lora,--data lora,published_curves)

# training runs of ours; networks for CIFAR-10 have an eighth of their width but
# at paper scale
NARROW := $(if $(filter paper,$(SCALE)),,--divisor 8)
$(call experiment-on,fashion-mnist,curves)
$(call experiment-on,fashion-mnist,curves_vgg11,--net vgg11 --divisor 8 --augment yes --seeds 1$(if $(filter default,$(SCALE)), --train 2000 --epochs 12),curves)
$(call experiment-on,fashion-mnist,damping_grid)
$(call experiment-on,fashion-mnist,fine_tuning)
$(call experiment-on,cifar10,cifar10_vgg11,--data cifar10 --net vgg11 --augment yes $(NARROW),curves)
$(call experiment-on,cifar10,cifar10_resnet18,--data cifar10 --net resnet18 --augment yes $(NARROW),curves)
$(call experiment-on,cifar10,cifar10_densenet121,--data cifar10 --net densenet121 --augment yes $(NARROW),curves)
$(call experiment-on,cifar10,grid_vgg11,--data cifar10 --net vgg11 --augment yes $(NARROW),damping_grid)
$(call experiment-on,cifar10,grid_vgg11_nodecay,--data cifar10 --net vgg11 --augment yes --decay 0 $(NARROW),damping_grid)
$(call experiment-on,cifar10,grid_resnet18,--data cifar10 --net resnet18 --augment yes $(NARROW),damping_grid)
$(call experiment-on,cifar10,grid_resnet18_nodecay,--data cifar10 --net resnet18 --augment yes --decay 0 $(NARROW),damping_grid)

# language models.  At paper scale, GPT-2 on streams of OpenWebText in the folder
# STREAMS (train.bin and val.bin, 16-bit tokens), and LoRA on the weights of GPT-2
# in the folder GPT2 (small.safetensors, medium.safetensors, large.safetensors)
STREAMS ?=
GPT2 ?=
GPT_ARGS = --stream $(STREAMS)/train.bin --validation $(STREAMS)/val.bin
ifneq ($(SCALE),paper)
$(call experiment-on,bible-kjv,gpt)
$(call experiment-on,e2e-lines,gpt_e2e,--text e2e-lines,gpt)
$(call experiment,lora)
$(call experiment-on,e2e-lines,lora_e2e,--data e2e-lines --context 128,lora)
else
$(if $(STREAMS),$(call experiment,gpt_mini,--model mini $(GPT_ARGS),gpt))
$(if $(STREAMS),$(call experiment,gpt_small,--model small $(GPT_ARGS),gpt))
$(if $(STREAMS),$(call experiment,gpt_medium,--model medium --peak 3e-4 $(GPT_ARGS),gpt))
$(if $(GPT2),$(foreach m,small medium large,$(call experiment-on,e2e,lora_$m,--model $m --weights $(GPT2)/$m.safetensors,lora)))
endif

# figures: a replot of the authors' files, and beside it what we ran
$(call figure-on,2410.05871,fig02-published,published_cifar10)
$(call figure-on,fashion-mnist,fig02-run,curves)
$(call figure-on,cifar10,run-cifar10,cifar10_vgg11 cifar10_resnet18 cifar10_densenet121)
$(call figure-on,2410.05871,published-resnet18-cifar10,published_cifar10)
$(call figure-on,fashion-mnist,run-vgg11,curves_vgg11)
$(call figure-on,2410.05871,published-heat-vgg11,published_heat)
$(call figure-on,fashion-mnist,run-heat,damping_grid)
$(call figure-on,cifar10,run-heat-cifar10,grid_vgg11 grid_vgg11_nodecay grid_resnet18 grid_resnet18_nodecay)
$(call figure-on,2410.05871,published-heat-vgg11-nodecay,published_heat)
$(call figure-on,2410.05871,published-heat-resnet18,published_heat)
$(call figure-on,2410.05871,published-heat-resnet18-nodecay,published_heat)
$(call figure-on,2410.05871,published-heat-50,published_heat)
$(call figure-on,2410.05871,published-imagenet,published_imagenet)
$(call figure-on,2410.05871,published-food101,published_food101)
$(call figure-on,fashion-mnist,run-fine-tuning,fine_tuning)
$(call figure-on,2410.05871,published-gpt,published_gpt)
ifneq ($(SCALE),paper)
$(call figure-on,bible-kjv,run-gpt,gpt)
$(call figure-on,e2e-lines,run-gpt-e2e,gpt_e2e)
endif
$(call figure-on,2410.05871,published-lora,published_lora)
ifneq ($(SCALE),paper)
$(call figure,run-lora,lora)
$(call figure-on,e2e-lines,run-lora-e2e,lora_e2e)
$(call table,tab-lora-texts,lora,texts)
$(call table,tab-lora-bleu,lora,scores)
$(call table-on,e2e-lines,tab-lora-texts-e2e,lora_e2e,texts)
$(call table-on,e2e-lines,tab-lora-bleu-e2e,lora_e2e,scores)
endif
$(call table-on,2410.05871,tab-accuracy,published_cifar10 published_food101 published_imagenet,accuracy)
$(call table-on,2410.05871,tab-language,published_gpt published_lora,language)
