#!/usr/bin/env bash
# Run by the build before Maven looks for a JDK: says in plain words what is missing, which Maven itself does not.
set -euo pipefail
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/java.sh"

find_jdk >/dev/null && exit 0
# Somewhere else, but Maven is told of it.
grep -qs "<version>$jdk_wanted" "$HOME/.m2/toolchains.xml" && exit 0
say "the relay is built with JDK $jdk_wanted, and there is none on this machine (looked at JAVA_HOME, JAVA25_HOME, the path, /usr/lib/jvm)."
say "Install it: scripts/install-prerequisites; or point JAVA25_HOME at one that is unpacked somewhere."
exit 1
