# The drawing shared by illus-iterations and illus-iterations-cpusmall: loaded
# after the style and the terminal, with DATA = the result file.
# Colours are those of figure 2: 2 implicit, 3 one-step, 4 autodiff.
WORD = "autodiff one_step implicit"
array NAME[3] = ["autodiff", "1-step", "implicit diff"]
array TYPE[3] = [4, 3, 2]
array STEP[2] = ["1/L", "2/(μ + L)"]
col(what, c, s) = sprintf("< build/bin/h5cols %s error/iteration error/%s[%d,%d]", \
    DATA, what, c, s)
stats sprintf("< build/bin/h5cols %s spectrum/kappa", DATA) using 1 nooutput
array KAPPA[2] = [STATS_max, STATS_min]

set logscale y
set yrange [1e-17:1e4]
set ytics 1e-16, 1e4
unset mytics
set multiplot layout 2, 2 margins char 9, screen 0.975, char 3.3, screen 0.93 \
    spacing char 4.5, char 2.6
do for [c=0:1] {
  do for [s=0:1] {
    set title sprintf("κ = %.0f, step %s", KAPPA[c+1], STEP[s+1]) offset 0, -0.6
    set xlabel (c == 1 ? "iteration k" : "")
    set ylabel (s == 0 ? "relative error" : "")
    set format x (c == 1 ? "%g" : "")
    set format y (s == 0 ? "10^{%T}" : "")
    if (c == 0 && s == 0) { set key bottom right } else { unset key }
    plot for [i=1:3] col(word(WORD, i), c, s) using 1:2 with lines \
             linetype TYPE[i] dashtype 1 title NAME[i], \
         col("iterate", c, s) using 1:2 with lines linetype 8 dashtype (5, 4) \
             linewidth 1.1 title "iterates"
  }
}
unset multiplot
