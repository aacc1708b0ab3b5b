#!/bin/sh
# fetch.sh [NAME...]        put real data sets at data/sets/NAME/FILE by their
#                           address (curl or wget); without a NAME, those that
#                           an experiment of this project reads
# fetch.sh --debian NAME... take them from their Debian package instead: the
#                           installed file, else the package is downloaded and
#                           unpacked, which needs no root
#
# A set NAME with a script NAME.sh beside this one is what that prints.
#
# What is there already is left; what arrives is checked against the SHA-256 of
# manifest.tsv and then put in place by a rename.  A set that has no address
# comes from its package.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
manifest=$here/manifest.tsv
tab=$(printf '\t')
work=
trap 'clean' EXIT
trap 'exit 130' INT TERM

fail() { echo "fetch.sh: $*" >&2; exit 1; }

# remove the working folder, and the set's own when nothing arrived
clean() {
  [ -n "$work" ] || return 0
  rm -rf "$work"
  rmdir "${work%/*}" 2>/dev/null || true
  work=
}

# checked FILE SUM: does FILE have the checksum of the manifest?
checked() {
  case $2 in
    -) return 0 ;;
    content:*) set -- "$(gzip -dc "$1" 2>/dev/null | sha256sum)" "${2#content:}" ;;
    *) set -- "$(sha256sum < "$1")" "$2" ;;
  esac
  [ "${1%% *}" = "$2" ]
}

# download NAME URL FILE
download() {
  if [ "${2#file://}" != "$2" ]; then
    cp "${2#file://}" "$3" 2>"$work/log" && return
  elif command -v curl >/dev/null 2>&1; then
    quiet=-sS
    [ ! -t 2 ] || quiet=--progress-bar
    curl -fL $quiet --retry 2 -o "$3" "$2" 2>"$work/log" && return
  elif command -v wget >/dev/null 2>&1; then
    wget -nv -O "$3" "$2" 2>"$work/log" && return
  else
    fail "$1: needs curl or wget"
  fi
  fail "$1: $2: $(tail -n 1 "$work/log")"
}

# unpack NAME ARCHIVE FILE: the member of ARCHIVE called FILE, in $work/FILE.
# X.firstN.bin is made of X.bin: its first N records of CIFAR-10, 3073 bytes each.
unpack() {
  case $3 in
    *.first[0-9]*.bin)
      records=${3##*.first}
      unpack "$1" "$2" "${3%.first*}.bin"
      head -c $((${records%.bin} * 3073)) "$work/${3%.first*}.bin" > "$work/$3"
      return ;;
  esac
  mkdir -p "$work/members"
  case $2 in
    *.zip)
      command -v unzip >/dev/null 2>&1 || fail "$1: needs unzip"
      unzip -q -o -j "$2" "$3" "*/$3" -d "$work/members" >/dev/null 2>&1 || true ;;
    *)
      member=$(tar -tzf "$2" 2>/dev/null | grep -E "(^|/)$3\$" | head -n 1) || true
      [ -z "$member" ] || tar -xzOf "$2" "$member" > "$work/members/$3" ;;
  esac
  [ -s "$work/members/$3" ] || fail "$1: ${2##*/} holds no $3"
  mv "$work/members/$3" "$work/$3"
}

# by_clone NAME FILE URL: leaves $work/FILE, a file of the repository's head
by_clone() {
  command -v git >/dev/null 2>&1 || fail "$1: needs git"
  [ -d "$work/clone" ] || git clone -q --depth 1 "$3" "$work/clone" >"$work/log" 2>&1 ||
    fail "$1: $3: $(tail -n 1 "$work/log")"
  [ -r "$work/clone/$2" ] || fail "$1: ${3##*/} holds no $2"
  mkdir -p "$(dirname "$work/$2")"
  mv "$work/clone/$2" "$work/$2"
}

# by_address NAME FILE URL: leaves $work/FILE.  An archive that is below
# TAME_DATA is not downloaded again.
by_address() {
  arrived=${3##*/}
  IFS=:
  for dir in ${TAME_DATA:-}; do
    [ -s "$work/$arrived" ] || [ "$arrived" = "$2" ] ||
      [ ! -r "$dir/$1/$arrived" ] || cp "$dir/$1/$arrived" "$work/"
  done
  unset IFS
  [ -s "$work/$arrived" ] || download "$1" "$3" "$work/$arrived"
  [ "$arrived" = "$2" ] || unpack "$1" "$work/$arrived" "$2"
}

# by_package NAME FILE SYSTEM PACKAGE: leaves $work/FILE
by_package() {
  if [ ! -d "$work/root" ]; then
    (cd "$work" && apt-get download "$4") >"$work/log" 2>&1 ||
      fail "$1: apt-get download $4: $(tail -n 1 "$work/log")"
    dpkg-deb -x "$work"/"$4"_*.deb "$work/root"
  fi
  [ -r "$work/root$3" ] || fail "$1: package $4 holds no $3"
  mv "$work/root$3" "$work/$2"
}

# by_script NAME FILE: leaves $work/FILE
by_script() {
  sh "$here/$1.sh" "$work" >"$work/$2" 2>"$work/log" ||
    fail "$1: $(tail -n 1 "$work/log")"
}

# fetch NAME: all files of one set
fetch() {
  rows=$(awk -v dir="$here" -f "$here/rows.awk" "$manifest" |
    awk -F '\t' -v s="$1" '$1 == s')
  [ -n "$rows" ] || fail "$1: not in $manifest"
  mkdir -p "$here/$1"
  work=$(mktemp -d "$here/$1/.fetch.XXXXXX")
  printf '%s\n' "$rows" > "$work/.rows"
  while IFS=$tab read -r name file system package url sum _; do
    if [ -s "$here/$name/$file" ]; then
      echo "  have  $here/$name/$file"
      continue
    fi
    if [ -r "$here/$name.sh" ]; then
      by_script "$name" "$file"
    elif { [ -n "$debian" ] || [ "$url" = - ]; } && [ "$package" != - ]; then
      if [ -r "$system" ]; then
        echo "  have  $system"
        continue
      fi
      by_package "$name" "$file" "$system" "$package"
    elif [ -n "$debian" ]; then
      fail "$name: in no Debian package"
    elif [ "${url%.git}" != "$url" ]; then
      by_clone "$name" "$file" "$url"
    else
      by_address "$name" "$file" "$url"
    fi
    checked "$work/$file" "$sum" ||
      fail "$name: $file is not the file that manifest.tsv describes (SHA-256)"
    chmod 644 "$work/$file"
    mkdir -p "$(dirname "$here/$name/$file")"
    mv "$work/$file" "$here/$name/$file"
    echo "  FETCH $here/$name/$file"
  done < "$work/.rows"
  clean
}

debian=
if [ "${1:-}" = --debian ]; then
  debian=yes
  shift
fi
case ${1:-} in
  -*) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
if [ $# -eq 0 ]; then
  # the words SET of  $(call experiment-on,SET,...)  in the papers' make files
  set -- $(sed -n 's/.*(call experiment-on,\([a-z0-9.-]*\),.*/\1/p' \
    "$here"/../../experiments/*/paper.mk | sort -u)
fi
for set_name in "$@"; do fetch "$set_name"; done
