# Terminal and output of a figure.
#   call "figures/style/terminal.gp" ARG1        (not load: it hides ARG1)
# ARG1 = OUT.(pdf|svg).  One column, 8.6 cm wide; two columns, 17.8 cm, when the
# script set WIDE = 1 before; HEIGHT in cm when the script set it.
TERMINAL_WIDE = exists("WIDE") ? WIDE : 0
TERMINAL_CM = TERMINAL_WIDE ? 17.8 : 8.6
TERMINAL_HIGH = exists("HEIGHT") ? HEIGHT : (TERMINAL_WIDE ? 7.0 : 6.2)
# how far labels below an axis are lifted, in letters
LIFT = 0
TERMINAL_KIND = strlen(ARG1) > 4 ? ARG1[strlen(ARG1) - 3:] : ""

if (TERMINAL_KIND eq ".pdf") {
  # pango takes a point as 1/96 inch, so 0.75 makes 8 points on paper
  set terminal pdfcairo enhanced size TERMINAL_CM cm, TERMINAL_HIGH cm \
      font "DejaVu Sans,8" fontscale 0.75 linewidth 1 rounded
} else {
  if (TERMINAL_KIND eq ".svg") {
    # 50 pixels a centimetre: letters have the share of the width that they have
    # on paper, so that a drawing laid out there is laid out here
    TERMINAL_PX = 50.0
    set terminal svg enhanced \
        size int(TERMINAL_CM * TERMINAL_PX), int(TERMINAL_HIGH * TERMINAL_PX) \
        font "DejaVu Sans,14" background rgb "white" linewidth 1.2 rounded
    # this terminal takes lines of text as a third higher than the other does
    set key spacing 0.85
    LIFT = 0.5
    set xlabel offset 0, LIFT
  } else {
    exit error "terminal.gp: output must end in .pdf or .svg: '".ARG1."'"
  }
}
set output ARG1
