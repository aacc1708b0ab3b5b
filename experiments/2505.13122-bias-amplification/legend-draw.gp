# The legend in one row below the panels of a multiplot: NAME, COLOUR, DASH, and
# KAPPA where it is set.
if (!exists("KAPPA")) { KAPPA = 0 }
unset title
unset xlabel
unset ylabel
unset logscale
unset border
unset tics
unset grid
set lmargin at screen 0.01
set rmargin at screen 0.99
set bmargin at screen 0.0
set tmargin at screen LEGEND
set xrange [0:1]
set yrange [0:1]
set key inside center center horizontal maxrows 1 samplen 2
plot for [i=1:|NAME|] keyentry with lines linecolor rgb COLOUR[i] dashtype DASH[i] linewidth 1.4 title NAME[i], \
     for [k=(KAPPA > 0 ? 1 : 2):1] keyentry with lines linecolor rgb "#d00000" dashtype (6, 4) linewidth 1 \
       title sprintf("κ = %d %%", KAPPA), \
     -1 with lines notitle
