# Shared by the heat maps: rows ROWS of (network, epochs, decay), each log10 of the
# loss and the test accuracy, over alpha (x) and beta (y, 0.1 at the bottom).
array TICK[10] = ["0.1", "0.5", "0.9", "1", "1.5", "2", "2.5", "3", "3.5", "4"]
map(what, n, e, d) = sprintf("< build/bin/h5cols %s drawn/alpha drawn/beta 'drawn/%s[%d,%d,%d]'", \
    DATA, what, n, e, d)
array EPOCHS[3] = [20, 50, 200]
set palette defined (0 "#3b4cc0", 0.25 "#8db0fe", 0.5 "#dddddd", 0.75 "#f49a7b", 1 "#b40426")
set xrange [-0.5:9.5]
set yrange [-0.5:9.5]
unset grid
unset key
set xtics scale 0 rotate by 90 right
set ytics scale 0
do for [i=1:10] {
  set xtics add (TICK[i] i-1)
  set ytics add (TICK[i] i-1)
}
set xlabel "α"
set ylabel "β" rotate by 0
set size ratio 1
