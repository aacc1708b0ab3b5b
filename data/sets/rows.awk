# The manifest with one line a file:  awk -v dir=data/sets -f rows.awk manifest.tsv
#
# A row whose file is @LIST stands for all files of dir/LIST, which has the form
# of sha256sum: "HEX  PATH", the paths relative to the set's folder.
BEGIN { FS = OFS = "\t" }
/^#/ || /^$/ { next }
$2 !~ /^@/ { print; next }
{
  list = dir "/" substr($2, 2)
  n = 0
  while ((getline line < list) > 0) {
    $2 = substr(line, 67)
    $6 = substr(line, 1, 64)
    print
    n++
  }
  if (n == 0) {
    printf "rows.awk: %s: missing or empty\n", list > "/dev/stderr"
    exit 1
  }
}
