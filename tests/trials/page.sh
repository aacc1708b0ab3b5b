#!/bin/sh
# page.sh [PAGE.html [FOLDER]]: shows that a page of `make report` can be read on
# a phone and on a desk, without network.  Chromium opens it at widths of 390,
# 820 and 1440 pixels, with all that folds unfolded; it fails when the page is
# wider than the screen, an image does not load or has no alt text, a text is
# smaller than 11 px, a heading skips a level, an id is there twice, a link leads
# to no file or place, or the console has a message.  Pictures of the whole page,
# in parts, are left in FOLDER (none when it is not given).
# Needs chromium (Debian: chromium), or CHROMIUM=another one.
set -eu
page=${1:-figures/index.html} folder=${2:-}
chromium=${CHROMIUM:-chromium}
command -v "$chromium" >/dev/null || {
  echo "page.sh: no $chromium: install it or set CHROMIUM" >&2
  exit 1
}
page=$(realpath "$page")
here=$(realpath "$(dirname "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
PART=6000 # height of a picture, in pixels of the page

# browse WIDTH ARGUMENTS OPTION...: the trial page with ARGUMENTS
browse() {
  width=$1 arguments=$2
  shift 2
  timeout 300 "$chromium" --headless --no-sandbox --disable-gpu \
    --hide-scrollbars --disable-extensions --user-data-dir="$work/profile" \
    --allow-file-access-from-files --enable-logging=stderr \
    --virtual-time-budget=60000 --window-size="$width,$PART" "$@" \
    "file://$here/page.html?page=file://$page&width=$width$arguments" \
    2>"$work/log"
}

# look WIDTH: $work/found <- what is wrong, $work/height <- of the page
look() {
  browse "$1" '' --dump-dom >"$work/dom"
  sed -n '/<pre id="found">/,/<\/pre>/p' "$work/dom" |
    sed 's/<[^>]*>//g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' >"$work/found"
  sed -n 's/^height //p' "$work/found" >"$work/height"
  [ -s "$work/height" ] || {
    cat "$work/log" >&2
    echo "page.sh: $page: not loaded at $1 px" >&2
    exit 1
  }
  sed -n 's/^problem //p' "$work/found"
  sed -n 's/^file //p' "$work/found" | sort -u | while IFS= read -r file; do
    [ -e "$file" ] || echo "no such file: $file"
  done
  sed -n 's/.*CONSOLE[^]]*\] */console: /p' "$work/log"
}

# photograph WIDTH SCALE: the whole page in parts
photograph() {
  height=$(cat "$work/height") top=0 part=1
  while [ "$top" -lt "$height" ]; do
    browse "$1" "&top=$top" --force-device-scale-factor="$2" \
      --screenshot="$folder/$1-$(printf %02d "$part").png" >/dev/null
    top=$((top + PART)) part=$((part + 1))
  done
}

[ -z "$folder" ] || { mkdir -p "$folder" && folder=$(realpath "$folder"); }
for width in 390 820 1440; do
  look "$width" >>"$work/problems"
  echo "page.sh: $width px: $(cat "$work/height") px high, $(grep -c '^file ' "$work/found") links to files"
  [ -z "$folder" ] || photograph "$width" "$([ "$width" = 390 ] && echo 2 || echo 1)"
done
sort -u "$work/problems"
if [ -s "$work/problems" ]; then
  echo "page.sh: $page: $(sort -u "$work/problems" | wc -l) problems" >&2
  exit 1
fi
