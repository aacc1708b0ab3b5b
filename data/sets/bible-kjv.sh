#!/bin/sh
# bible-kjv.sh DIR: print the King James text, one verse a line ("Ge1:1 In the
# beginning ..."), by the program of the Debian package bible-kjv: the installed
# one, else that of the downloaded package, unpacked in DIR, which needs no root.
# The text is in bible-kjv-text, packed in a form that only that program reads.
set -eu
verses='Gen1:1-Rev22:21'
if command -v bible >/dev/null 2>&1 && [ -r /usr/lib/bible.data ]; then
  exec bible -f "$verses" </dev/null
fi
cd "$1"
apt-get download bible-kjv bible-kjv-text >/dev/null
for package in bible-kjv_*.deb bible-kjv-text_*.deb; do
  dpkg-deb -x "$package" bible
done
exec bible/usr/bin/bible -d bible/usr/lib/bible.data -f "$verses" </dev/null
