# Three panels of curves over epochs; PANEL, and the ranges of accuracy, NaN for
# those of the data.
if (!exists("TEST_LO")) { TEST_LO = 60; TEST_HI = 95; TRAIN_LO = 85; TRAIN_HI = 101 }
if (!exists("EVERY")) { EVERY = 20 }
set ylabel "training loss" offset 1
set logscale y
set format y "10^{%T}"
set yrange [*:*]
unset key
plot for [i=1:3] band(PANEL, "train_loss", i) using 1:2:3 with filledcurves \
         linecolor rgb COLOUR[i] notitle, \
     for [i=1:3] mean(PANEL, "train_loss", i) using 1:2 with lines linetype 10+i dashtype 1 notitle, \
     for [i=1:3] mean(PANEL, "train_loss", i) using 1:2 every EVERY with points linetype 10+i
unset logscale y
set format y "%g"
set key bottom right samplen 1.5
set ylabel "test accuracy (%)" offset 0
if (TEST_LO == TEST_LO) { set yrange [TEST_LO:TEST_HI] } else { set yrange [*:*] }
plot for [i=1:3] band(PANEL, "test_accuracy", i) using 1:2:3 with filledcurves \
         linecolor rgb COLOUR[i] notitle, \
     for [i=1:3] mean(PANEL, "test_accuracy", i) using 1:2 with lines linetype 10+i dashtype 1 notitle, \
     for [i=1:3] mean(PANEL, "test_accuracy", i) using 1:2 every EVERY with points linetype 10+i notitle, \
     for [i=1:3] keyentry with linespoints linetype 10+i dashtype 1 title NAME[i]
set ylabel "training accuracy (%)" offset 0
unset key
if (TRAIN_LO == TRAIN_LO) { set yrange [TRAIN_LO:TRAIN_HI] } else { set yrange [*:*] }
plot for [i=1:3] band(PANEL, "train_accuracy", i) using 1:2:3 with filledcurves \
         linecolor rgb COLOUR[i], \
     for [i=1:3] mean(PANEL, "train_accuracy", i) using 1:2 with lines linetype 10+i dashtype 1, \
     for [i=1:3] mean(PANEL, "train_accuracy", i) using 1:2 every EVERY with points linetype 10+i
