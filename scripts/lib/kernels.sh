# shellcheck shell=bash disable=SC2154 # from common.sh
# Fetches Debian's kernels for the guests, with an apt of its own: nothing of the host changes. Needs common.sh.

# What each version is found in. Suites are named rather than versions of packages: old builds are pruned.
kernel_suites="
5.10    bullseye bullseye-security
6.1     bookworm bookworm-security
6.12    trixie trixie-security
6.18    trixie-backports
newest  trixie-backports sid
"
kernel_cache=${LUMENLINK_KERNEL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lumenlink-relay/kernels}
kernel_keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# The exit status when a kernel or qemu cannot be had, rather than a kernel failing.
unavailable_status=3

unavailable() {
  say "$*"
  exit "$unavailable_status"
}

# Prints the versions that can be asked for.
kernel_versions() { awk 'NF { print $1 }' <<<"$kernel_suites"; }

# suites_of VERSION
suites_of() { awk -v version="$1" '$1 == version { $1 = ""; print }' <<<"$kernel_suites"; }

# Modules that guests load, in this order: the last needs those before it.
kernel_modules="veth llc stp garp mrp 8021q"

is_cached() {
  local file
  for file in vmlinuz release veth.ko 8021q.ko; do [ -s "$kernel_cache/$1/$file" ] || return 1; done
}

# archive_uri NAME: the mirror of the archive NAME (debian or debian-security) that this machine uses itself.
archive_uri() {
  { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null || true; } |
    grep -v '^[[:space:]]*#' | grep -oE '[a-z+]+:/[^[:space:]]+' | grep -E -m 1 "/$1/?\$"
}

# write_sources SUITE...: the lines of a sources.list for these suites.
write_sources() {
  local suite uri
  for suite in "$@"; do
    case $suite in
      *-security) uri=$(archive_uri debian-security) || continue ;; # a plain suite has the version too, if older
      *) uri=$(archive_uri debian) || return 1 ;;
    esac
    echo "deb [arch=amd64 signed-by=$kernel_keyring] $uri $suite main"
  done | sort -u
}

# prepare_apt FOLDER SUITE...: an apt configuration of its own in FOLDER, with fresh lists of these suites.
prepare_apt() {
  local folder=$1
  shift
  mkdir -p "$folder/state/lists/partial" "$folder/cache/archives/partial"
  write_sources "$@" >"$folder/sources.list" ||
    unavailable "no mirror of Debian in this machine's /etc/apt/sources.list*: the kernels cannot be downloaded"
  cat >"$folder/apt.conf" <<EOF
Dir::Etc::SourceList "$folder/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State "$folder/state";
Dir::State::Status "/dev/null";
Dir::Cache "$folder/cache";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "20";
APT::Update::Error-Mode "any";
EOF
  APT_CONFIG=$folder/apt.conf
  export APT_CONFIG
  run_logged "reading Debian's lists of kernels" "$top/target/logs/kernel-lists.log" apt-get update ||
    unavailable "Debian's lists of packages cannot be read, so no kernel can be downloaded"
}

# newest_release VERSION: such as 6.1.0-56-cloud-amd64, the newest build that the lists have.
newest_release() {
  local version=${1//./\\.}
  [ "$1" != newest ] || version='[0-9]+\.[0-9]+'
  apt-cache pkgnames linux-image- | grep -E "^linux-image-$version\.[^-]+(-[^-]+)?-cloud-amd64\$" |
    sed 's/^linux-image-//' | sort -V | tail -n 1
}

# Newer packages are split into linux-image, linux-binary and linux-modules.
packages_of() {
  local part
  for part in image binary modules; do
    if apt-cache show "linux-$part-$1" >/dev/null 2>&1; then echo "linux-$part-$1"; fi
  done
}

unpack_module() {
  case $1 in
    *.ko) cat "$1" ;;
    *.xz) xz -dc "$1" ;;
    *.zst) zstd -dcq "$1" ;;
    *) fail "the module $1 is compressed in a way that this script does not know" ;;
  esac
}

# fetch_kernel VERSION FOLDER: downloads into FOLDER and keeps of it what a guest needs.
fetch_kernel() {
  local version=$1 folder=$2 release package packages name module image
  release=$(newest_release "$version")
  [ -n "$release" ] || unavailable "Debian has no linux-image-$version*-cloud-amd64 in$(suites_of "$version")"
  mkdir -p "$folder/root"
  mapfile -t packages < <(packages_of "$release")
  (cd "$folder" && run_logged "downloading ${packages[*]}" "$top/target/logs/kernel-$version.log" apt-get download "${packages[@]}") ||
    unavailable "Linux $release cannot be downloaded"
  for package in "$folder"/*.deb; do dpkg -x "$package" "$folder/root"; done
  image=$(find "$folder/root" -name 'vmlinuz*' -type f -print -quit)
  [ -n "$image" ] || fail "the packages of Linux $release hold no vmlinuz"
  mkdir "$folder/kept"
  for name in $kernel_modules; do
    module=$(find "$folder/root" -name "$name.ko*" -print -quit)
    [ -n "$module" ] || fail "the packages of Linux $release hold no module $name"
    unpack_module "$module" >"$folder/kept/$name.ko"
  done
  cp "$image" "$folder/kept/vmlinuz"
  echo "$release" >"$folder/kept/release"
  rm -rf "${kernel_cache:?}/$version"
  mv "$folder/kept" "$kernel_cache/$version"
}

# fetch_kernels FOLDER VERSION...: makes sure that the cache holds these; FOLDER is for work.
fetch_kernels() {
  local folder=$1 version wanted=() suites=()
  shift
  mkdir -p "$kernel_cache"
  exec 8>"$kernel_cache.lock"
  flock 8
  for version in "$@"; do
    if ! is_cached "$version"; then
      wanted+=("$version")
      read -ra more <<<"$(suites_of "$version")"
      suites+=("${more[@]}")
    fi
  done
  if [ ${#wanted[@]} -gt 0 ]; then
    [ -r "$kernel_keyring" ] || unavailable "no $kernel_keyring. Install it: apt-get install debian-archive-keyring"
    say "keeping kernels in $kernel_cache"
    (
      prepare_apt "$folder/apt" "${suites[@]}"
      for version in "${wanted[@]}"; do
        fetch_kernel "$version" "$folder/$version"
        is_cached "$version" || fail "the packages of Linux $version could not be unpacked into $kernel_cache"
      done
    ) || exit
  fi
  exec 8>&-
}
