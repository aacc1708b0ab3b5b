# The value +infinity from an infimum that is not attained.  Illustration.
# usage: gnuplot -c illus-infinity.gp OUT.(pdf|svg) unbounded.h5
#
# kind: illustration
# title: +∞ is invisible to every finite box
# caption: Illustration of the theorem that polynomial programmes over an unbounded box have
#   value functions with the value +∞; not a figure of the paper. The lower level contains the
#   factor v² + (1 − v w)², whose infimum 0 is not attained. Its minimum over |w| ≤ R, by golden
#   section (dots), is 1/(1 + R²) (dashed), so the truncated programme has the finite value 0
#   for every x, however large R.
# alt: Four dots on a dashed line that falls with slope minus two.
# claims: 2407.12372-C10
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set logscale xy
set format xy "10^{%T}"
set xlabel "size R of the box"
set ylabel "smallest v² + (1 − v w)²"
set xrange [0.7:1500]
set yrange [3e-7:2]
set samples 400
set key top right
plot sprintf("< build/bin/h5cols %s infinity/R infinity/least", DATA) using 1:2 with points \
         linetype 1 pointsize 0.9 title "golden section", \
     1.0 / (1.0 + x*x) with lines linestyle 100 title "1/(1 + R²)"
