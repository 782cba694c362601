# shellcheck shell=bash disable=SC2154 # from common.sh and java.sh
# Installs from Debian packages what the project needs to build and run. Needs common.sh and java.sh.

# Package, then how to see that it is there: a command, or a file.
prerequisites="
ca-certificates  file:/etc/ssl/certs/ca-certificates.crt
clang            clang
clang-format     clang-format
libbpf-dev       file:/usr/include/bpf/bpf_helpers.h
libbpf1          library:libbpf.so.1
linux-libc-dev   file:/usr/include/linux/bpf.h
bpftool          bpftool
iproute2         ip
ethtool          ethtool
util-linux       nsenter
procps           sysctl
curl             curl
maven            mvn
openssl          openssl
python3          python3
"

# What tests in a browser need, and pictures of the console.
# shellcheck disable=SC2034 # read by scripts/test and scripts/screenshots
browser_prerequisites="
chromium          chromium
fonts-noto-core   file:/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf
"

# What tests of the project's own files need, and of the commands in its documents.
# shellcheck disable=SC2034 # read by scripts/test
file_prerequisites="
git          git
shellcheck   shellcheck
sqlite3      sqlite3
"

# What scripts/kernel-matrix needs.
# shellcheck disable=SC2034 # read there
kernel_matrix_prerequisites="
busybox-static           busybox
clang                    clang
debian-archive-keyring   file:/usr/share/keyrings/debian-archive-keyring.gpg
ethtool                  ethtool
iproute2                 ip
libbpf-dev               file:/usr/include/bpf/libbpf.h
libc6-dev                file:/usr/include/stdio.h
linux-libc-dev           file:/usr/include/linux/bpf.h
qemu-system-x86          qemu-system-x86_64
xz-utils                 xz
"

# What scripts/docker-engine needs.
# shellcheck disable=SC2034 # read there
engine_prerequisites="
debian-archive-keyring   file:/usr/share/keyrings/debian-archive-keyring.gpg
debootstrap              debootstrap
iproute2                 ip
"

is_present() {
  case $1 in
    file:*) [ -e "${1#file:}" ] ;;
    # Not through a pipe: grep may be done before ldconfig is, which pipefail takes for a failure.
    library:*) grep -q "[[:space:]]${1#library:} " <<<"$(ldconfig -p)" ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# missing_packages [LIST]: prints the packages of which something is missing, one on a line.
missing_packages() {
  local package sign
  while read -r package sign; do
    [ -z "$package" ] || is_present "$sign" || echo "$package"
  done <<<"${1:-$prerequisites}"
}

has_candidate() {
  apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]'
}

# Prints the first package of a JDK that apt can install.
jdk_package() {
  local package
  for package in "temurin-$jdk_wanted-jdk" "openjdk-$jdk_wanted-jdk-headless"; do
    if has_candidate "$package"; then
      echo "$package"
      return 0
    fi
  done
  return 1
}

install_packages() {
  run_logged "installing $*" "$top/target/logs/apt-install.log" \
    env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# Installs what is missing and says what; does nothing when all is there.
install_prerequisites() {
  local missing=() package
  mapfile -t missing < <(missing_packages)
  if [ ${#missing[@]} -eq 0 ] && find_jdk >/dev/null; then
    return 0
  fi
  local wanted="${missing[*]}"
  find_jdk >/dev/null || wanted="$wanted${wanted:+ }JDK-$jdk_wanted"
  [ "$(id -u)" -eq 0 ] || fail "missing on this machine: $wanted. Install them as root: sudo scripts/install-prerequisites"
  command -v apt-get >/dev/null || fail "missing on this machine: $wanted. Install them by hand: apt-get is not here"
  say "missing on this machine: $wanted"
  run_logged "refreshing the list of packages" "$top/target/logs/apt-update.log" apt-get update
  if ! find_jdk >/dev/null; then
    package=$(jdk_package) || fail "no package of this machine's apt sources holds JDK $jdk_wanted." \
      "Install one (Temurin or another OpenJDK build) into a folder below /usr/lib/jvm, or set JAVA_HOME, and run this again"
    missing+=("$package")
  fi
  [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -eq 0 ] || fail "still missing after the installation: ${missing[*]}"
  find_jdk >/dev/null || fail "still no JDK $jdk_wanted after the installation"
}

# install_prerequisites_of LIST: the same for a list of packages that only some work needs, and no JDK.
install_prerequisites_of() {
  local missing=()
  mapfile -t missing < <(missing_packages "$1")
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" -eq 0 ] || fail "missing on this machine: ${missing[*]}. Install them as root: apt-get install ${missing[*]}"
  command -v apt-get >/dev/null || fail "missing on this machine: ${missing[*]}. Install them by hand: apt-get is not here"
  say "missing on this machine: ${missing[*]}"
  run_logged "refreshing the list of packages" "$top/target/logs/apt-update.log" apt-get update || true
  install_packages "${missing[@]}" || fail "could not install: ${missing[*]}"
  mapfile -t missing < <(missing_packages "$1")
  [ ${#missing[@]} -eq 0 ] || fail "still missing after the installation: ${missing[*]}"
}
