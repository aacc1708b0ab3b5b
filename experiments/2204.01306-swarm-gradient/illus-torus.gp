# Escape on the torus.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-torus.gp OUT.(pdf|svg) torus.h5
#
# kind: illustration
# title: Escape from the worst of four wells on the torus
# caption: U(x, y) = W(x) + W(y) of the two-well potential, β = 32, start in the worst well (1/4, 1/4); T is the time at which half of the mass is in the good
#   quadrant, upper right. Density at T/8, T/2, T and 4T, colours logarithmic from 10^{-3} (dark) to 200 (yellow): pure m = 1/2 (above) and hybrid (middle). Mass passes through the two wells of middle height. Below: good mass and
#   free energy of the runs against time, and T against β for m = 1/2 (points) with slope 1 (dashed); open points: the step split into rings.
# alt: Maps of four spots, of which the lower left one fades and the upper right one grows. Rising
#   and falling curves; three points along a dashed line.
# claims: 2204.01306-C28a 2204.01306-C28b 2204.01306-C30a 2204.01306-C30b 2204.01306-C30c
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 15
call "figures/style/terminal.gp" ARG1
N = real(system(sprintf("build/bin/h5cols %s torus/x | sed 1d | wc -l", ARG2)))
columns(c, k) = (COLUMNS = "", sum [j=0:int(N) - 1] (COLUMNS = COLUMNS.sprintf(" 'torus/density[%d,%d,%d]'", c, k, j), 0), COLUMNS)
map(c, k) = "< build/bin/h5cols ".ARG2.columns(c, k)
# slope 1 through the last time of escape
T32 = real(system(sprintf("build/bin/h5cols %s torus/time | sed -n 4p", ARG2)))
run(what, c) = sprintf("< build/bin/h5cols %s torus/fraction 'torus/%s[%d]'", ARG2, what, c)
array CASE[2] = [2, 4]
array NAME[2] = ["m = 1/2", "hybrid"]
array SHOT[4] = ["T/8", "T/2", "T", "4T"]
set palette defined (0 "#440154", 1 "#3b528b", 2 "#21918c", 3 "#5ec962", 4 "#fde725")
unset colorbox
unset key
set cbrange [-3:2.3]
set multiplot
set xrange [0:1]
set yrange [0:1]
unset grid
do for [c=1:2] {
  do for [k=0:3] {
    if (c == 2) { set xtics ("0" 0, "½" 0.5, "" 1) } else { set xtics ("" 0, "" 0.5, "" 1) }
    if (k == 0) { set ylabel NAME[c]; set ytics ("0" 0, "" 0.5, "1" 1) } else { unset ylabel; set ytics ("" 0, "" 0.5, "" 1) }
    set lmargin at screen 0.08 + 0.23 * k
    set rmargin at screen 0.08 + 0.23 * k + 0.21
    set tmargin at screen 0.96 - 0.315 * (c - 1)
    set bmargin at screen 0.96 - 0.315 * (c - 1) - 0.27
    set label 1 (c == 1 ? SHOT[k + 1] : "") at graph 0.5, 1.05 center
    plot map(CASE[c], k) matrix using (($1 + 0.5) / N):(($2 + 0.5) / N):(log10($3 > 1e-9 ? $3 : 1e-9)) with image
  }
}
unset label 1
set grid
set tmargin at screen 0.27
set bmargin at screen 0.075
set lmargin at screen 0.08
set rmargin at screen 0.34
set xtics autofreq
set ytics autofreq
set xlabel "t / T"
set ylabel "good mass"
set xrange [0:4]
set yrange [0:1]
set key bottom right
plot for [c=1:2] run("good", CASE[c]) using 1:2 with lines linetype c title NAME[c]
set lmargin at screen 0.415
set rmargin at screen 0.67
set ylabel "free energy" offset 1.6, 0
set logscale y
set yrange [*:*]
unset key
plot for [c=1:2] run("energy", CASE[c]) using 1:2 with lines linetype c
set lmargin at screen 0.745
set rmargin at screen 0.97
set logscale xy
set xlabel "β"
set ylabel "T" offset 1.6, 0
set xrange [7:37]
set yrange [0.3:4]
set xtics (8, 16, 32)
set ytics (0.5, 1, 2, 4)
plot sprintf("< build/bin/h5cols %s torus/beta torus/time torus/time_split", ARG2) every ::0::2 using 1:2 with points linetype 1, \
     "" every ::0::2 using 1:3 with points linetype 2 pointtype 6 pointsize 1, \
     T32 * x / 32 with lines linestyle 100
unset multiplot
