# the rows of data/sets/manifest.tsv, as rows.awk expands them -> C initialisers of tame_dataset (tame/dataset.h).
BEGIN { FS = "\t" }
NF != 9 {
  printf "manifest.tsv:%d: %d columns, expected 9\n", NR, NF > "/dev/stderr"
  exit 1
}
{
  line = "{"
  for (i = 1; i <= NF; i++) {
    gsub(/["\\]/, "\\\\&", $i)
    line = line "\"" ($i == "-" ? "" : $i) "\"" (i < NF ? ", " : "},")
  }
  print line
}
