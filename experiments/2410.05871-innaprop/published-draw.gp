# Shared by the replots of the authors' curves: their colours and markers (red
# circles, green squares, blue diamonds; pairs are alpha, beta of INNAprop), mean over runs and bootstrap band.
# Loaded after the style and the terminal, with DATA = the result file.
array METHOD[3] = ["adamw", "a0.1_b0.9", "a2_b2"]
array NAME[3] = ["AdamW", "(0.1, 0.9)", "(2, 2)"]
array COLOUR[3] = ["#db5f57", "#57db5f", "#5f57db"]
array MARK[3] = [7, 5, 13]
# where curves have no marks: red and green are alike to many eyes
array DASH[3] = [1, 2, 4]
set linetype 11 linecolor rgb COLOUR[1] linewidth 1.6 pointtype 7 pointsize 0.5
set linetype 12 linecolor rgb COLOUR[2] linewidth 1.6 pointtype 5 pointsize 0.5
set linetype 13 linecolor rgb COLOUR[3] linewidth 1.6 pointtype 13 pointsize 0.6
set style fill transparent solid 0.25 noborder

band(panel, what, i) = sprintf("< build/bin/h5cols %s %s/x '%s/%s_low[%s]' '%s/%s_high[%s]'", \
    DATA, panel, panel, what, METHOD[i], panel, what, METHOD[i])
mean(panel, what, i) = sprintf("< build/bin/h5cols %s %s/x '%s/%s_mean[%s]'", \
    DATA, panel, panel, what, METHOD[i])
best(panel, what, i) = sprintf("< build/bin/h5cols %s %s/x '%s/%s_best[%s]'", \
    DATA, panel, panel, what, METHOD[i])
# the first run alone
first(panel, what, i) = sprintf("< build/bin/h5cols %s %s/x '%s/%s[%s,0]'", \
    DATA, panel, panel, what, METHOD[i])
