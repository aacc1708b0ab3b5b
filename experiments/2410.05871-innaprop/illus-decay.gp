# Weight decay without gradients.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-decay.gp OUT.(pdf|svg) decay.h5
#
# kind: illustration
# title: The weight decay that INNAprop makes of λ
# caption: A parameter whose gradient is 0, from 1, with weight decay λ = 0.01 and step γ = 0.01. Because
#   ψ is not decayed, INNAprop's decay has the rate λ/(αβ) when α + λ ≥ 2√(λ/β), and oscillates
#   otherwise: (0.1, 0.9) decays about eleven times as fast as AdamW at first, (2, 2) four times
#   slower. (1, 1) and AdamW coincide.
# alt: Four curves from 1; (0.1, 0.9) falls to zero by time 24, goes below it and returns; AdamW
#   and (1, 1) decay slowly together, (2, 2) more slowly still.
# claims: 2410.05871-C9a 2410.05871-C9b 2410.05871-C9c 2410.05871-C9d
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[4] = ["(0.1, 0.9)", "(1, 1)", "(2, 2)", "AdamW"]
array TYPE[4] = [2, 5, 1, 8]
theta(i) = sprintf("< build/bin/h5cols %s decay/time decay/theta[%d]", DATA, i)
set xlabel "time kγ"
set ylabel "parameter θ"
set xrange [0:200]
set yrange [-0.3:1.6]
set key top right
plot 0 with lines linestyle 100 notitle, \
     for [i in "0 2 3 1"] theta(int(i)) using 1:2 with lines linetype TYPE[int(i)+1] \
         title NAME[int(i)+1]
