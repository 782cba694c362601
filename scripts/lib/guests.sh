# shellcheck shell=bash disable=SC2154 # from common.sh and kernels.sh
# Builds what runs inside the guests and boots them with qemu. Needs common.sh and kernels.sh.

guest_time_limit=300 # seconds; a guest takes less than 10 on an idle machine
guest_source=$top/src/test/kernel

# copy_program ROOT PROGRAM TARGET: with the libraries that it is linked with, at the places where it looks for them.
copy_program() {
  local root=$1 program=$2 library
  mkdir -p "$root/$(dirname "$3")"
  cp -L "$program" "$root/$3"
  ldd "$program" | grep -oE '/[^[:space:]]+' | while read -r library; do
    mkdir -p "$root/$(dirname "$library")"
    cp -Ln "$library" "$root/$library"
  done
}

pack() { (cd "$1" && find . | LC_ALL=C sort | busybox cpio -o -H newc 2>/dev/null) >"$2"; }

# compile_checks FOLDER: the program that runs the checks, FOLDER/checks, and the relay's objects.
compile_checks() {
  local folder=$1
  "$top/scripts/build-ebpf.sh" "$folder"
  awk -f "$guest_source/vectors.awk" "$top/src/test/resources/vectors/wire-format-v1.json" >"$folder/known-answers.h"
  clang -O2 -g -std=gnu11 -Wall -Wextra -Werror -I"$top/bpf" -I"$folder" "$guest_source"/*.c -o "$folder/checks" -lbpf
}

# build_guest FOLDER: makes FOLDER/initramfs with all but the kernel's modules.
build_guest() {
  local folder=$1 root=$1/root
  run_logged "compiling the checks" "$top/target/logs/kernel-checks.log" compile_checks "$folder" || exit
  mkdir -p "$root/bin"
  cp -L "$(command -v busybox)" "$root/bin/busybox"
  copy_program "$root" "$(command -v ip)" iproute2/ip
  copy_program "$root" "$(command -v ethtool)" ethtool
  copy_program "$root" "$folder/checks" checks
  cp "$folder/lumenlink.bpf.o" "$folder/lumenlink-own-lock.bpf.o" "$root/"
  install -m 755 "$guest_source/init" "$root/init"
  pack "$root" "$folder/initramfs"
}

# boot_guest VERSION FOLDER LOG: boots a cached kernel with FOLDER/initramfs; what the guest says goes to LOG.
# Whether all went well is for the reader of LOG to find: qemu ends with 0 after a panic, too.
boot_guest() {
  local kernel=$kernel_cache/$1 folder=$2 log=$3 attempt
  mkdir -p "$folder/modules-$1"
  cp "$kernel"/*.ko "$folder/modules-$1/"
  echo "$kernel_modules" >"$folder/modules-$1/modules"
  pack "$folder/modules-$1" "$folder/modules-$1.cpio"
  cat "$folder/initramfs" "$folder/modules-$1.cpio" >"$folder/initramfs-$1"
  for attempt in 1 2; do
    emulate "$kernel/vmlinuz" "$folder/initramfs-$1" >"$log"
    # Now and then qemu 7.2 hangs while a 6.12 kernel boots: what never reached the first process says nothing of it.
    if grep -q '^kernel: ' "$log" || [ "$attempt" = 2 ]; then break; fi
    say "Linux $1 did not come up; trying once more"
  done
  rm -rf "$folder/initramfs-$1" "$folder/modules-$1"*
}

# emulate KERNEL INITRAMFS: a processor without the newest features, which are slow to emulate; no mitigations, as
# there is nothing to protect.
emulate() {
  timeout --kill-after=5 "$guest_time_limit" qemu-system-x86_64 -nodefaults -no-user-config -display none \
    -machine q35,accel=tcg -cpu Nehalem -m 1G -no-reboot -serial stdio \
    -kernel "$1" -initrd "$2" -append "console=ttyS0 panic=-1 quiet mitigations=off" </dev/null 2>&1 | tr -d '\r' || true
}

# guest_result LOG CHECK: passed or failed; failed, too, if the guest never came that far.
guest_result() {
  local outcome
  outcome=$(awk -v check="$2" '$1 == "result:" && $2 == check { print $3 }' "$1")
  echo "${outcome:-failed}"
}

# Whether the guest came to its end and found everything in order.
guest_passed() { grep -qx 'end: 0' "$1"; }
