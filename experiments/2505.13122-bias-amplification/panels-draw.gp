# What the figures of several panels share.  Rows of a data set; a step of tics; a
# lower edge for logarithmic axes.
rows(file, name) = int(system(sprintf("build/bin/h5cols %s %s | wc -l", file, name))) - 1
# the least of 1, 2, 5, 10, ... that is not below x
power(x) = 10.0 ** floor(log10(x))
tic_step(x) = x <= 1 ? 1 : x <= power(x) ? power(x) : x <= 2 * power(x) ? 2 * power(x) : \
  x <= 5 * power(x) ? 5 * power(x) : 10 * power(x)
# a band may reach below zero, where a logarithmic axis ends
above(lo, mean) = lo > 0.1 * mean ? lo : 0.1 * mean

