# The chain rule along curves.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-chain-rule.gp OUT.(pdf|svg) chain_rule.h5
#
# kind: illustration
# title: The chain rule along sweeps and loops
# caption: Distance between the integral of the implicit Jacobian along a curve in the parameters and
#   the change of the solution, largest coordinate. Left: by the midpoint rule with N nodes, which
#   ignores kinks; dashed: slope −1. The negative control leaves out the column of λ_2 on the loop
#   of the elastic net and does not converge to 0. Right: by Gauss–Legendre between kinks that
#   were located by bisection, for all ten curves (8 nodes a piece; 4 at the other scales).
# alt: Left: errors fall like one over N for all curves but the control, which stays at 0.23. Right:
#   errors between 1e-13 and 1e-7 for all curves.
# claims: 2212.07844-C13a 2212.07844-C13b 2212.07844-C14 2212.07844-C15a 2212.07844-C15b
#   2212.07844-C16
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
SHOWN = "net svm_C deblur robust net_loop"
array TITLE[5] = ["net λ_1", "svm C", "deblur λ", "robust κ", "net loop"]
rule(what, i) = sprintf("< build/bin/h5cols %s curves/nodes 'curves/%s[%s]'", DATA, what, \
    word(SHOWN, i))
set logscale xy
set format y "10^{%T}"
set xtics (16, 64, 256, 1024)
set xrange [14:1200]
set yrange [1e-4:1e3]
set xlabel "nodes N of the midpoint rule"
set ylabel "error of the integral"
set key top right maxrows 4 samplen 2
set multiplot layout 1, 2
plot for [i=1:5] rule("midpoint_error", i) using 1:2 with linespoints linetype i title TITLE[i], \
     rule("control_midpoint", 5) using 1:2 with linespoints linetype 8 title "control", \
     sprintf("< build/bin/h5cols %s curves/nodes curves/guide", DATA) using 1:2 \
         with lines linestyle 100 title "slope −1"
unset logscale x
set xrange [-0.5:9.5]
set yrange [1e-14:1e-6]
set xlabel ""
set ylabel "error of the integral"
set xtics ("net λ_1" 0, "tv λ" 1, "svm C" 2, "svm σ" 3, "deblur λ" 4, "robust κ" 5, \
    "net loop" 6, "group loop" 7, "deblur loop" 8, "robust loop" 9) rotate by 45 right
unset key
plot sprintf("< build/bin/h5cols %s curves/curve curves/gauss_error", DATA) using 1:2 \
         with points linetype 1 pointsize 0.8
unset multiplot
