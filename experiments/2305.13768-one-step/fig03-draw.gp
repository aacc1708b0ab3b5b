# The drawing shared by figure 3, its surrogate and the building data: loaded
# after the style and the terminal, with DATA = the result file.
# Colours are those of figure 2: 2 implicit, 3 one-step, 4 autodiff.
WORD = "autodiff one_step implicit"
array NAME[3] = ["autodiff", "1-step", "implicit diff"]
array TYPE[3] = [4, 3, 2]
array STEP[2] = ["1/L", "2/(μ + L)"]

# what WORD cost and reached, of condition c and step s (from 0)
col(what, word, c, s) = sprintf("< build/bin/h5cols %s record/time_%s[%d,%d] ". \
    "record/%s[%d,%d]", DATA, word, c, s, what, c, s)

# one time axis for all panels
SECONDS = 0
do for [c=0:1] {
  do for [s=0:1] {
    stats col("autodiff", "autodiff", c, s) using 1 nooutput
    SECONDS = STATS_max > SECONDS ? STATS_max : SECONDS
  }
}
stats sprintf("< build/bin/h5cols %s spectrum/kappa", DATA) using 1 nooutput
array KAPPA[2] = [STATS_max, STATS_min]

set logscale y
set format y "10^{%T}"
set yrange [1e-17:1e4]
set ytics 1e-16, 1e4
unset mytics
set xrange [0:SECONDS*1.03]
# two to five ticks; in brackets the number would be the place of a single one
TICK = 10**floor(log10(SECONDS/2.5))
TICK = SECONDS/TICK > 10 ? 5*TICK : SECONDS/TICK > 5 ? 2*TICK : TICK
set xtics TICK
set multiplot layout 2, 2 margins char 9, screen 0.985, char 3.3, screen 0.93 \
    spacing char 2, char 2.6
do for [c=0:1] {
  do for [s=0:1] {
    set title sprintf("κ = %.0f, step %s", KAPPA[c+1], STEP[s+1]) offset 0, -0.6
    set xlabel (c == 1 ? "time (s)" : "")
    set ylabel (s == 0 ? "relative suboptimality" : "")
    set format x (c == 1 ? "%g" : "")
    set format y (s == 0 ? "10^{%T}" : "")
    # who in the first panel, what in the second
    if (c == 0) { set key bottom right } else { unset key }
    plot for [i=1:3] col(word(WORD, i), word(WORD, i), c, s) using 1:2 \
             with linespoints linetype TYPE[i] dashtype 1 pointtype 7 \
             title (s == 0 ? NAME[i] : ""), \
         for [i=1:3] col("iterate", word(WORD, i), c, s) using 1:2 \
             with linespoints linetype TYPE[i] dashtype (5, 4) linewidth 1.1 \
             pointtype 2 pointsize 0.6 notitle, \
         keyentry with linespoints linetype 8 dashtype 1 pointtype 7 \
             title (s == 1 ? "Jacobian" : ""), \
         keyentry with linespoints linetype 8 dashtype (5, 4) linewidth 1.1 \
             pointtype 2 pointsize 0.6 title (s == 1 ? "iterates" : "")
  }
}
unset multiplot
