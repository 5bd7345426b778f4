#!/bin/sh
# Build a Debian package from a tree that install.sh has laid out with PREFIX=/usr.
#
#   deb.sh STAGE VERSION OUT    writes OUT/bedflow_VERSION_ARCHITECTURE.deb
#
# Run at the root of the sources. The tree is changed: pages are compressed, the program is stripped.
# Who maintains the package: DEBFULLNAME and DEBEMAIL, as Debian's own tools take them. Debian policy (5.6.2) wants an
# address, and the project has none: without DEBEMAIL it is one that reaches nobody (RFC 2606), so set it for a package that
# you give to others.
set -eu
LC_ALL=C.UTF-8
export LC_ALL
stage=$1 version=$2 out=$3
architecture=$(dpkg --print-architecture)
doc=$stage/usr/share/doc/bedflow
maintainer="${DEBFULLNAME:-bedflow developers} <${DEBEMAIL:-developers@bedflow.invalid}>"
# The day of the last commit, so that equal sources give equal packages.
stamp=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
SOURCE_DATE_EPOCH=$stamp
export SOURCE_DATE_EPOCH

strip --strip-unneeded --remove-section=.comment --remove-section=.note "$stage/usr/bin/bedflow"
rm -f "$stage/usr/share/bedflow/LICENSE"
gzip -9n "$stage"/usr/share/man/man[15]/*.[15]

mkdir -p "$doc" "$stage/DEBIAN"
mv "$stage"/usr/share/bedflow/*.md "$doc/"
gzip -9n "$doc"/*.md
{
    echo "bedflow ($version) unstable; urgency=medium"
    echo
    echo "  * What changed for users: the other file in this folder"
    echo
    echo " -- $maintainer  $(date -R -u -d "@$stamp")"
} | gzip -9n >"$doc/changelog.gz"
cat >"$doc/copyright" <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: bedflow

Files: *
Copyright: $(date -u -d "@$stamp" +%Y) the authors of bedflow
License: GPL-3.0-or-later
 This program is free software: you can redistribute it and/or modify it under the terms of the
 GNU General Public License as published by the Free Software Foundation, either version 3 of the
 License, or (at your option) any later version.
 .
 This program is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; without
 even the implied warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE. See the GNU
 General Public License for more details.
 .
 On Debian systems the full text of the GNU General Public License version 3 is in the file
 /usr/share/common-licenses/GPL-3.
END

# What it is linked with, and the least versions of that: dpkg-shlibdeps wants a source package.
source=$stage.source
rm -rf "$source"
mkdir -p "$source/debian"
printf 'Source: bedflow\n\nPackage: bedflow\nArchitecture: any\n' >"$source/debian/control"
program=$(cd "$stage" && pwd)/usr/bin/bedflow
libraries=$(cd "$source" && dpkg-shlibdeps -O -e"$program" | sed -n 's/^shlibs:Depends=//p')
rm -rf "$source"

cat >"$stage/DEBIAN/control" <<END
Package: bedflow
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -sk --exclude=DEBIAN "$stage" | cut -f 1)
Depends: $libraries, gnuplot-nox | gnuplot, fonts-dejavu-core
Recommends: graphviz
Section: science
Priority: optional
Description: simulator of demand, capacity and flow in health and care
 bedflow simulates a county's health and care system day by day, person by
 person: who needs help, which service is free, who waits in a hospital bed for
 the next place, who goes home, who comes back. Services, routes, winter events
 and purchases are written in a text file; the program runs it a hundred times,
 compares options with the same people in each, and draws what happens.
END
(cd "$stage" && find usr -type f | sort | xargs md5sum) >"$stage/DEBIAN/md5sums"
find "$stage" -type d -exec chmod 755 {} +
find "$stage" -type f -exec chmod 644 {} +
chmod 755 "$stage/usr/bin/bedflow"
find "$stage" -type f -name '*.sh' -exec chmod 755 {} +
mkdir -p "$out"
dpkg-deb --root-owner-group -Zxz --build "$stage" "$out/bedflow_${version}_$architecture.deb"
