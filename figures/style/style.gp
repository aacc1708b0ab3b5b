# Look of every figure: colours, lines, grid.  Loaded first:
#   load "figures/style/style.gp"
#   call "figures/style/terminal.gp" ARG1
#
# Okabe-Ito colours, safe for the common colour-vision deficiencies.  Dash and
# point differ too, so that a grey print stays readable.
array OI[8] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", \
               "#E69F00", "#56B4E9", "#F0E442", "#000000"]
array POINT[8] = [7, 5, 9, 13, 11, 6, 4, 8]
do for [i=1:8] {
  set linetype i linecolor rgb OI[i] linewidth 1.6 dashtype i \
      pointtype POINT[i] pointsize 0.5
}

# Line style 100: bounds and reference slopes.  101: the published numbers of
# others.  Neither is ever one of our curves.
set style line 100 linecolor rgb "#707070" linewidth 1.2 dashtype (6, 4)
set style line 101 linecolor rgb "#a0a0a0" linewidth 1.2 dashtype 1 \
    pointtype 6 pointsize 0.5

set border 31 linewidth 0.6
set tics scale 0.6 nomirror
# the default grid is dotted and vanishes in print
set grid xtics ytics back linetype 1 dashtype 1 linecolor rgb "#d4d4d4" \
    linewidth 0.6
set key Left reverse samplen 2.5 spacing 1.1 noopaque
set autoscale xfix
# an error bar blanks out a disc of this size behind its point, and what was
# drawn there before
set pointintervalbox 0.01
set encoding utf8
set minussign
