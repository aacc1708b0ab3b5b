# A curve of our training runs of language models: PANEL, QUANTITY.
# Mean over runs, smallest so far, as the replots
plot for [i=1:3] band(PANEL, QUANTITY, i) using 1:2:3 with filledcurves \
         linecolor rgb COLOUR[i] notitle, \
     for [i=1:3] best(PANEL, QUANTITY, i) using 1:2 with lines linetype 10+i \
         dashtype DASH[i] title NAME[i]
