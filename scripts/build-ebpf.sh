#!/usr/bin/env bash
# Compiles bpf/ into FOLDER/lumenlink.bpf.o and lumenlink-own-lock.bpf.o (docs/kernels.md says which is for what), and what
# scripts/bench compares them with into FOLDER/bench.bpf.o (default: target/bpf); says with which compiler, headers and flags.
set -euo pipefail

usage() {
  echo "usage: scripts/build-ebpf.sh [FOLDER]   compile bpf/ into FOLDER/*.bpf.o (default target/bpf)"
}
case "${1:-}" in -h | --help) usage; exit 0 ;; esac
[ $# -le 1 ] || { usage >&2; exit 2; }

top=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$top/target/bpf}
clang=${CLANG:-clang}

fail() { echo "build-ebpf: $*" >&2; exit 1; }
command -v "$clang" >/dev/null || fail "no clang on this machine. Install it: apt-get install clang"
"$clang" -print-targets 2>/dev/null | grep -qw bpf || fail "$clang has no bpf target. Install one that has: apt-get install clang"
headers=/usr/include/$(uname -m)-linux-gnu
[ -e /usr/include/linux/bpf.h ] || fail "no kernel headers at /usr/include/linux/bpf.h. Install them: apt-get install linux-libc-dev"
[ -e /usr/include/bpf/bpf_helpers.h ] || fail "no libbpf headers at /usr/include/bpf/bpf_helpers.h. Install them: apt-get install libbpf-dev"
[ -e "$headers/asm/types.h" ] || fail "no kernel headers at $headers/asm. Install them: apt-get install linux-libc-dev"

flags=(-O2 -g -target bpf -mcpu=v3 -Wall -Wextra -Werror -std=gnu11 -I"$headers" "-ffile-prefix-map=$top=.")
version_of() { dpkg-query -W -f '${Package} ${Version}' "$1" 2>/dev/null || echo "$1 (version unknown)"; }
echo "build-ebpf: compiler  $("$clang" --version | head -n 1)"
echo "build-ebpf: headers   $(version_of linux-libc-dev), $(version_of libbpf-dev)"
echo "build-ebpf: flags     ${flags[*]}"

mkdir -p "$out"
# A half-written object must never be picked up: compile beside it, then move.
# compile SOURCE OBJECT [FLAG...]
compile() {
  local source=$1 object=$out/$2
  shift 2
  "$clang" "${flags[@]}" "$@" -c "$top/$source" -o "$object.new"
  mv "$object.new" "$object"
  echo "build-ebpf: wrote     $object ($(stat -c %s "$object") bytes)"
}
compile bpf/lumenlink.bpf.c lumenlink.bpf.o
compile bpf/lumenlink.bpf.c lumenlink-own-lock.bpf.o -DOWN_LOCK
compile bpf/bench/bench.bpf.c bench.bpf.o
