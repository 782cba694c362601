# shellcheck shell=bash disable=SC2154 # from common.sh and scratch-apt.sh
# Fetches Debian's kernels for the guests, with an apt of its own: nothing of the host changes. Needs
# common.sh and scratch-apt.sh.

# What each version is found in. Suites are named rather than versions of packages: old builds are pruned.
kernel_suites="
5.10    bullseye bullseye-security
6.1     bookworm bookworm-security
6.12    trixie trixie-security
6.18    trixie-backports
newest  trixie-backports sid
"
kernel_cache=${LUMENLINK_KERNEL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lumenlink-relay/kernels}

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
