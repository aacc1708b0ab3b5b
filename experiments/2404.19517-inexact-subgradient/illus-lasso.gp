# The lasso under three kinds of errors.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-lasso.gp OUT.(pdf|svg) lasso.h5
#
# kind: illustration
# title: Three kinds of errors, one exponent
# caption: Lasso with 60 rows and 20 columns (200 and 100 at paper scale), first random data set:
#   largest distance to the minimiser of the last tenth, against the size ε of the errors. Dashed:
#   the bound ε/μ, μ the least eigenvalue of AᵀA. Dotted: the distance of argmin f + ε⟨u, ·⟩ to the
#   minimiser, where constant errors εu lead. Random directions average out; what they leave is
#   the last step of the sharp coordinates.
# alt: Log-log plot. Two straight lines of slope one below a dashed line, and a lower curve that
#   levels off for small errors.
# claims: 2404.19517-C15 2404.19517-C16 2404.19517-C17 2404.19517-C18
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(m) = sprintf("< build/bin/h5cols %s tail/eps 'tail/tail[0,:,%d]'", DATA, m)
set logscale xy
set format "10^{%T}"
set xrange [4e-4:1]
set yrange [1e-4:10]
set xlabel "size ε of the errors"
set ylabel "tail of the distance"
set key top left
plot sprintf("< build/bin/h5cols %s tail/eps 'tail/bound[0]'", DATA) using 1:2 with lines linestyle 100 title "ε/μ", \
     sprintf("< build/bin/h5cols %s tail/eps 'tail/exact[0]'", DATA) using 1:2 with lines linestyle 100 dashtype (1, 3) title "exact, constant", \
     col(0) using 1:2 with points linetype 1 title "outward", \
     col(1) using 1:2 with points linetype 2 title "constant", \
     col(2) using 1:2 with points linetype 3 title "random"
