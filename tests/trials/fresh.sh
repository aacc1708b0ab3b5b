#!/bin/sh
# fresh.sh RELEASE [CASE...]: does a new user get the figures and the tests?
#
# In a clean Debian root, made by debootstrap, with git, make and gcc and not
# even what these recommend, the committed head of this tree is cloned, and what
# README says is typed.  RELEASE is bookworm or trixie; a CASE is one of
#
#   two-commands  the two commands whole, at the default scale; the claims; then
#                 help, list, doctor, and distclean, which leaves only the clone
#   path          a folder whose name has spaces and a letter beyond ASCII
#   user          no root, nothing writable but the home and /tmp; packages there
#   clang         CC=clang, which `make deps` has to install
#   jobs          -j1, -j2 and -j8 build from nothing and give the same results
#
# and without a CASE all of them.  Cases but the first run at the smoke scale.
# One line says how each ended; its log stays in ROOTS/RELEASE/CASE.log, and its
# root too when it fails.  Needs root, debootstrap and 4 GB in ROOTS.
#
#   ROOTS=/var/tmp/tame-fresh   where roots are made, and kept for the next time
#   MIRROR=http://deb.debian.org/debian
#   APT_CONF=FILE               goes to the root's /etc/apt/apt.conf.d
#   JOBS=2                      -j of the cases but `jobs`
#   KEEP=1                      roots of cases that pass stay as well
set -eu
ROOTS=${ROOTS:-/var/tmp/tame-fresh}
MIRROR=${MIRROR:-http://deb.debian.org/debian}
APT_CONF=${APT_CONF:-}
JOBS=${JOBS:-2}
KEEP=${KEEP:-}
ALL='two-commands path user clang jobs'
tree=$(cd "$(dirname "$0")/../.." && pwd)
child=

fail() { echo "fresh.sh: $*" >&2; exit 2; }

# Mounts and processes of a root live in namespaces of their own, so that both
# end with the command however it ends: nothing is left to unmount.
trap '[ -z "$child" ] || kill -TERM "$child"' EXIT
trap 'exit 130' INT TERM

# The first process of the namespaces: mounts, then the command in the root.
# With SEALED, only /home and /tmp can be written there.  Devices are those that
# debootstrap made, so that neither this machine nor the root harms the other.
# shellcheck disable=SC2016
inside='
  root=$1 sealed=$2 user=$3
  shift 3
  [ -z "$sealed" ] || { mount --bind "$root" "$root"; mount --bind "$root/home" "$root/home"; }
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
  if [ -n "$sealed" ]; then
    mount -t tmpfs -o mode=1777 tmp "$root/tmp"
    mount -o remount,bind,ro "$root"
  fi
  home=/home/$user
  [ "$user" != root ] || home=/root
  chroot --userspec="$user:$user" "$root" env -i HOME="$home" USER="$user" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    TERM=dumb "$@"
  exit $?'

# enter ROOT SEALED USER COMMAND...
enter() {
  unshare --mount --pid --fork --kill-child --propagation private \
    sh -euc "$inside" fresh "$@" </dev/null &
  child=$!
  status=0
  wait "$child" || status=$?
  child=
  return "$status"
}

# --- roots -------------------------------------------------------------------

# A root with git, make and gcc: ROOTS/RELEASE/base
make_base() {
  base=$ROOTS/$release/base
  [ ! -d "$base" ] || return 0
  rm -rf "$base.new"
  mkdir -p "$ROOTS/$release"
  unshare --mount debootstrap --variant=minbase "$release" "$base.new" "$MIRROR"
  [ -z "$APT_CONF" ] || cp "$APT_CONF" "$base.new/etc/apt/apt.conf.d/"
  cp -L /etc/resolv.conf /etc/hosts "$base.new/etc/"
  enter "$base.new" '' root sh -euc '
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends git make gcc
    useradd -m tame'
  mv "$base.new" "$base"
}

# The same after `make deps`: ROOTS/RELEASE/packages
make_packages() {
  packages=$ROOTS/$release/packages
  [ ! -d "$packages" ] || return 0
  rm -rf "$packages.new"
  cp -a "$base" "$packages.new"
  clone "$packages.new" /root/tame
  enter "$packages.new" '' root make -C /root/tame deps
  rm -rf "$packages.new/root/tame"
  mv "$packages.new" "$packages"
}

# clone ROOT FOLDER [USER]: the head of this tree, as the user would
clone() {
  git -C "$tree" bundle create -q "$1/var/tmp/tame.bundle" HEAD
  enter "$1" '' "${3:-root}" git -c advice.detachedHead=false clone -q /var/tmp/tame.bundle "$2"
}

# --- what is typed -----------------------------------------------------------

# For bash in the root, which tells the time of each command; a line that begins
# with `step:` goes on to the reader.
# shellcheck disable=SC2016
typed='
  set -eu -o pipefail
  step() { TIMEFORMAT="step: $*: %0R s, processor %0U + %0S s"; time "$@"; }
  refuse() { if "$@"; then say "should fail: $*"; exit 1; fi; }
  say() { echo "step: $*"; }
  # A second time does nothing and says so in one line.
  idle() { "$@" >/tmp/again; cat /tmp/again; [ "$(grep -vc "  SKIP" /tmp/again)" = 1 ]; grep -q "up to date" /tmp/again; }
  # Nothing in the clone but what came with it, and data sets.
  pristine() {
    git status --porcelain --ignored | grep -v "^!! data/sets/" >/tmp/left || return 0
    cat /tmp/left
    return 1
  }
'

# type_in ROOT SEALED USER FOLDER COMMANDS
type_in() {
  # the words are those of the inner shell
  # shellcheck disable=SC2016
  enter "$1" "$2" "$3" bash -c "$typed"'
    cd "$1"
    eval "$2"' fresh "$4" "$5"
}

case_two_commands() {
  clone "$root" /root/tame
  type_in "$root" '' root /root/tame "
    make help
    step make -j$JOBS deps figures
    idle make figures
    step make -j$JOBS deps test
    idle make figures
    step make verify
    say \"\$(make verify | tail -n 1)\"
    make doctor
    make list | wc -l
    make distclean
    pristine"
}

case_path() {
  clone "$root" '/root/a b é'
  type_in "$root" '' root '/root/a b é' "
    step make -j$JOBS deps test
    idle make SCALE=smoke figures
    make doctor
    make list | wc -l
    make distclean
    pristine"
}

case_user() {
  clone "$root" /home/tame/tame tame
  type_in "$root" sealed tame /home/tame/tame "
    refuse touch /var/tmp/x
    refuse touch /usr/x
    step make -j$JOBS deps test
    idle make SCALE=smoke figures
    make doctor
    make distclean
    pristine"
}

case_clang() {
  clone "$root" /root/tame
  type_in "$root" '' root /root/tame "
    refuse command -v clang
    step make -j$JOBS CC=clang deps test
    idle make CC=clang SCALE=smoke figures
    make CC=clang doctor | grep 'ok  *compiler  *clang'"
}

case_jobs() {
  for n in 1 2 8; do clone "$root" "/root/jobs$n"; done
  type_in "$root" '' root /root "
    for n in 1 2 8; do
      (cd jobs\$n && step make -j\$n SCALE=smoke deps figures && idle make SCALE=smoke figures)
    done
    (cd jobs8 && step make -j8 deps test)
    for n in 2 8; do
      jobs1/build/bin/h5same -r jobs1/scale/smoke/data jobs\$n/scale/smoke/data
    done"
}

# --- cases -------------------------------------------------------------------

# run_case CASE: in a root of its own, with packages where they are not the point
run_case() {
  make_base
  root=$ROOTS/$release/$1
  from=base
  case $1 in
  path | user | jobs)
    make_packages
    from=packages
    ;;
  esac
  rm -rf "$root"
  cp -a "$ROOTS/$release/$from" "$root"
  "case_$(echo "$1" | tr - _)"
}

# seconds of processor time of all that this shell waited for, in $spent; not
# by $(), as times() of that shell begins at zero
look_at_times() {
  times >"$ROOTS/times.$$"
  spent=$(tail -n 1 "$ROOTS/times.$$" | tr ms '  ' |
    awk '{ print int(60 * ($1 + $3) + $2 + $4) }')
  rm -f "$ROOTS/times.$$"
}

# try CASE: the line that says how it ended
try() {
  mkdir -p "$ROOTS/$release"
  log=$ROOTS/$release/$1.log
  look_at_times
  began=$(date +%s) before=$spent verdict=PASS
  (
    child=
    trap '[ -z "$child" ] || kill -KILL "$child"' EXIT
    trap 'exit 143' INT TERM
    run_case "$1"
  ) >"$log" 2>&1 &
  child=$!
  wait "$child" || verdict=FAIL
  child=
  look_at_times
  sed -n 's/^step: /        /p' "$log"
  if [ "$verdict" = FAIL ]; then
    tail -n 15 "$log" | sed 's/^/      | /'
    n_failed=$((n_failed + 1))
  elif [ -z "$KEEP" ]; then
    rm -rf "${ROOTS:?}/$release/$1"
  fi
  echo "$verdict  $release  $1  $(($(date +%s) - began)) s, processor $((spent - before)) s"
}

[ $# -gt 0 ] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
release=$1
shift
case $release in bookworm | trixie) ;; *) fail "$release: is one of bookworm, trixie" ;; esac
[ $# -gt 0 ] || eval "set -- $ALL"
for name; do
  case " $ALL " in *" $name "*) ;; *) fail "$name: is one of $ALL" ;; esac
done
[ "$(id -u)" -eq 0 ] || fail "needs root"
command -v debootstrap >/dev/null 2>&1 || fail "needs debootstrap"
git -C "$tree" diff --quiet HEAD 2>/dev/null ||
  echo "fresh.sh: changes that are not committed are not tried" >&2
n_failed=0
for name; do try "$name"; done
[ "$n_failed" -eq 0 ]
