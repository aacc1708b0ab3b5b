# GPT-2 with LoRA on E2E, from the authors' published result files.
# usage: gnuplot -c published-lora.gp OUT.(pdf|svg) published_lora.h5
#
# kind: figure
# title: Appendix or Figure 7? (replot): GPT-2 with LoRA on E2E
# caption: Replot of the authors' published result files; nothing here was run by us. GPT-2 small,
#   medium and large with LoRA, fine-tuned on E2E for 5 epochs: loss and perplexity on the validation
#   split against steps; small and medium one run each, large mean of 3 runs; smallest so far of the
#   mean, as in the authors' code. Large also with (2, 2). Where the paper has it is from memory (weakly); colours
#   and the range of the last panel were read in the authors' code, the other ranges are ours.
# alt: Perplexity falls with steps in all panels; (0.1, 0.9) ends slightly below AdamW, by 0.03
#   (small and medium) and 0.004 (large).
# claims: 2410.05871-C28a 2410.05871-C28b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 11
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-draw.gp"
array PANELS[3] = ["sm", "md", "lg"]
array TITLE[3] = ["small", "medium", "large"]
array QUANTITY[2] = ["validation_loss", "perplexity"]
array LABEL[2] = ["validation loss", "perplexity"]
array LO[3] = [3.4, 3.15, 3.05]
array HI[3] = [4.2, 3.6, 3.4]
set multiplot layout 2, 3
set xrange [0:26000]
set xtics ("0" 0, "5K" 5000, "10K" 10000, "15K" 15000, "20K" 20000, "25K" 25000)
do for [q=1:2] {
  do for [p=1:3] {
    if (q == 1) { set title "GPT-2 ".TITLE[p].", LoRA" offset 0, -0.6 } else { unset title }
    set xlabel (q == 2 ? "training steps" : "")
    set ylabel (p == 1 ? LABEL[q] : "")
    if (q == 1) { set yrange [log(LO[p]):log(HI[p])] } else { set yrange [LO[p]:HI[p]] }
    if (p == 3) { set key top right samplen 1.2 } else { unset key }
    plot for [i=1:(p == 3 ? 3 : 2)] best(PANELS[p], QUANTITY[q], i) using 1:2 with lines \
        linetype 10+i dashtype DASH[i] title NAME[i]
  }
}
unset multiplot
