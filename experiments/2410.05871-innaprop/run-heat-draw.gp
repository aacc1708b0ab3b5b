# Shared by our heat maps over alpha (x) and beta (y, smallest at the bottom).
map(data, what) = sprintf("< build/bin/h5cols %s drawn/alpha drawn/beta drawn/%s", data, what)
values(data) = system(sprintf("build/bin/h5cols %s drawn/value | grep -v '#'", data))
set palette defined (0 "#3b4cc0", 0.25 "#8db0fe", 0.5 "#dddddd", 0.75 "#f49a7b", 1 "#b40426")
unset grid
unset key
set xtics scale 0 ("" 0)
set ytics scale 0 ("" 0)
VALUES = values(DATA)
N = words(VALUES)
set xrange [-0.5:N-0.5]
set yrange [-0.5:N-0.5]
do for [i=1:N] {
  set xtics add (sprintf("%g", word(VALUES, i) + 0) i-1)
  set ytics add (sprintf("%g", word(VALUES, i) + 0) i-1)
}
set xlabel "α"
set ylabel "β" rotate by 0 offset 1
set size ratio 1
