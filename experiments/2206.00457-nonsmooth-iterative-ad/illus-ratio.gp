# Error of the derivative over that of the iterate, for the three splittings of figure 2.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-ratio.gp OUT.(pdf|svg) lasso.h5 covariance.h5 trend_filtering.h5
#
# kind: illustration
# title: How far derivatives lag behind iterates
# caption: The runs of figure 2: distance of the derivative to its limit, divided by that of the
#   iterate, against the iteration; median over random problems (line) and first to last decile
#   (band), each while its error of the iterate is above 1e-12. For the lasso the step is affine
#   near the limit, and the ratio stays bounded; for Douglas-Rachford on inverse covariance
#   matrices the derivative of the step depends on the iterate, the errors of derivatives fall like
#   kρ^k, and the ratio grows linearly; for ADMM the step is again affine near the limit.
# alt: Three panels. Left: the ratio levels off. Middle: a straight line of positive slope. Right:
#   the ratio levels off after a rise.
# claims: 2206.00457-C13 2206.00457-C18
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.2
call "figures/style/terminal.gp" ARG1
array DATA[3] = [ARG2, ARG3, ARG4]
array NAME[3] = ["lasso, forward-backward", "inverse covariance, Douglas-Rachford", \
                 "trend filtering, ADMM"]
array LAST[3] = [100, 75, 400]
array STEP[3] = [25, 25, 100]
col(i) = sprintf("< build/bin/h5cols %s iteration curves/ratio_low curves/ratio_high ". \
    "curves/ratio_median", DATA[i])

set multiplot layout 1, 3 margins char 8, screen 0.97, char 3.6, screen 0.9 \
    spacing char 6, char 1
do for [i=1:3] {
  set title NAME[i] offset 0, -0.6
  set xlabel "iteration k"
  set ylabel (i == 1 ? "error of derivative / error of iterate" : "")
  set xrange [0:LAST[i]]
  set xtics STEP[i]
  set yrange [0:*]
  if (i == 1) { set key top left samplen 1.6 } else { unset key }
  plot col(i) using 1:2:3 with filledcurves \
           linecolor rgb OI[3] fillstyle transparent solid 0.25 noborder title "deciles", \
       col(i) using 1:4 with lines linetype 3 dashtype 1 title "median"
}
unset multiplot
