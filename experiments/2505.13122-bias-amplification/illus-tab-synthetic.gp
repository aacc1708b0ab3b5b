# Synthetic tables: how long the minority takes against its share.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-tab-synthetic.gp OUT.(pdf|svg) tab_synthetic.h5 tab_synthetic_tabnet.h5
#
# kind: illustration
# title: Synthetic tables: time until the minority is learned
# caption: Illustration, not a figure of the paper: a small-scale analogue. The paper's own experiment on tables could not be read. 3000 rows,
#   14 normal features and the group as ±1; the label is a half-space of the group's own; minority share p, strength
#   s0 of the minority's features, 1 for the majority. SGD until T_{early} (accuracy of all rows > 90 %) and T_{final} (of
#   the minority > 90 %) are reached, at most 400 epochs. Marks: mean over three data seeds; bars: smallest and largest.
#   Left: both times of the MLP 15–32–2. Middle: their quotient. Right: the quotient for TabNet (35,651 parameters).
# alt: Three log-log panels over the minority share. Left: T_early rises from 3 to 12 while T_final falls from about
#   290 to 19 (s0 = 0.5) and from 170 to 14 (s0 = 1). Middle: the quotient falls from about 90 and 45 to 1.5. Right:
#   for TabNet from about 12 and 9 to 1.3, the two strengths close together.
# claims: 2505.13122-C21a 2505.13122-C21b 2505.13122-C21c 2505.13122-C21d
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.4
call "figures/style/terminal.gp" ARG1
array STRENGTH[2] = ["0.5", "1"]
bars(file, name, i) = sprintf("< build/bin/h5cols %s times/p 'times/%s_mean[%d]' 'times/%s_lo[%d]' 'times/%s_hi[%d]'", file, name, i, name, i, name, i)

set datafile missing "NaN"
set multiplot layout 1, 3
set logscale xy
set xrange [0.007:0.43]
set xtics ("0.01" 0.01, "0.03" 0.03, "0.1" 0.1, "0.3" 0.3)
set xlabel "minority share p"
set bars 0.6

set title "MLP: both times" offset 0, -0.6
set ylabel "epochs"
set yrange [0.03:600]
set key bottom left
plot for [i=0:1] bars(ARG2, "T_final_capped", i) using 1:2:3:4 with yerrorbars linetype i+1 dashtype 1 linewidth 0.8 pointsize 0.6 notitle, \
     for [i=0:1] bars(ARG2, "T_final_capped", i) using 1:2 with linespoints linetype i+1 dashtype 1 pointsize 0.6 title "T_{final}, s_0 = ".STRENGTH[i+1], \
     for [i=0:1] bars(ARG2, "T_early", i) using 1:2:3:4 with yerrorbars linetype i+1 dashtype 1 linewidth 0.8 pointtype 6-2*i pointsize 0.6 notitle, \
     for [i=0:1] bars(ARG2, "T_early", i) using 1:2 with linespoints linetype i+1 dashtype 2 pointtype 6-2*i pointsize 0.6 title "T_{early}, s_0 = ".STRENGTH[i+1]

set yrange [0.1:300]
set ylabel "T_{final} / T_{early}"
set title "MLP: quotient" offset 0, -0.6
plot 1 with lines linestyle 100 notitle, \
     for [i=0:1] bars(ARG2, "ratio", i) using 1:2:3:4 with yerrorbars linetype i+1 dashtype 1 linewidth 0.8 pointsize 0.6 notitle, \
     for [i=0:1] bars(ARG2, "ratio", i) using 1:2 with linespoints linetype i+1 dashtype 1 pointsize 0.6 title "s_0 = ".STRENGTH[i+1]

set ylabel ""
set title "TabNet: quotient" offset 0, -0.6
plot 1 with lines linestyle 100 notitle, \
     for [i=0:1] bars(ARG3, "ratio", i) using 1:2:3:4 with yerrorbars linetype i+1 dashtype 1 linewidth 0.8 pointsize 0.6 notitle, \
     for [i=0:1] bars(ARG3, "ratio", i) using 1:2 with linespoints linetype i+1 dashtype 1 pointsize 0.6 title "s_0 = ".STRENGTH[i+1]
unset multiplot
