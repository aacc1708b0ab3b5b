# Loss of strong monotonicity.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-strong-monotonicity.gp OUT.(pdf|svg) strong_monotonicity.h5
#
# kind: illustration
# title: Without strong monotonicity the derivative blows up
# caption: Elastic net with the same feature twice, tilted by ⟨c, w⟩: norm of the derivative of the
#   weights in c by the implicit formula, against the ridge λ_2, which is the modulus of strong
#   monotonicity. It is 1/λ_2 (dashed): without strong monotonicity no Lipschitz solution map is
#   left.
# alt: Log-log plot of six points on the line 1/λ_2 from 10 to 1e6.
# claims: 2212.07844-C20
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set logscale xy
set format xy "10^{%T}"
set xrange [5e-7:2e-1]
set xlabel "λ_2"
set ylabel "‖∂w/∂c‖_2"
set key top right
plot sprintf("< build/bin/h5cols %s tilt/lambda2 tilt/inverse", DATA) using 1:2 \
         with lines linestyle 100 title "1/λ_2", \
     sprintf("< build/bin/h5cols %s tilt/lambda2 tilt/norm", DATA) using 1:2 \
         with points linetype 1 pointsize 0.9 title "implicit formula"
