# The figures of network.c; DATA and NAME are set by the caller.
array MODE[4] = ["outward", "constant", "random", "shrink"]
col(what, m) = sprintf("< build/bin/h5cols %s modes/eps 'modes/%s[%d]'", DATA, what, m - 1)
set multiplot layout 1, 3 margins char 8.5, screen 0.975, char 6.6, screen 0.97 spacing char 9.5, char 1
set logscale xy
set format "10^{%T}"
set xrange [7e-4:0.09]
set yrange [1e-6:1]
set xlabel "size ε of the errors"
set ylabel "norm of the mean V"
unset key
plot x with lines linestyle 100 title "ε", \
     for [m=1:4] col("window", m) using 1:2 with linespoints linetype m title MODE[m]
set yrange [1e-3:1]
set ylabel "largest |v_k| of the last tenth"
set key at screen 0.5, char 1.2 center vertical maxrows 1 samplen 1.5
plot x with lines linestyle 100 title "ε", \
     for [m=1:4] col("tail_v", m) using 1:2 with linespoints linetype m title MODE[m]
unset key
set xrange [*:*]
set xrange [1e-8:1]
set xtics 1e2
set yrange [5e-7:1]
set xlabel "error |g − v| met"
set ylabel "norm of the mean V"
set label 1 "single" at graph 0.03, 0.32
set label 2 "differences, h =" at graph 0.97, 0.24 right
set label 3 "10^{−1}, 10^{−2}, 10^{−3}" at graph 0.97, 0.14 right
plot x with lines linestyle 100 notitle, \
     sprintf("< build/bin/h5cols %s practice/met practice/practice_window | grep -v '^0 '", DATA) using 1:2 \
         with points linetype 8 pointtype 7 pointsize 0.8 notitle
unset multiplot
