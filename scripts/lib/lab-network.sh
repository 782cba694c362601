# shellcheck shell=bash disable=SC2154 # names come from lab-names.sh
# Makes and removes a lab's namespaces, links and mounts. Needs common.sh and lab-names.sh.
# Touches nothing of the host but one veth end of its own (management_interface) with its /30.

lab_lock() {
  mkdir -p "$labs"
  exec 9>"$labs.lock"
  flock 9
}

lab_unlock() { exec 9>&-; }

in_ns() {
  local ns=$1
  shift
  nsenter --net="/run/netns/$ns" -- "$@"
}

# Whether a subnet overlaps none of the host's routes; its default route does not count.
subnet_is_free() {
  ! { ip -4 route show table all to match "$1" && ip -4 route show table all to root "$1"; } | grep -qv '^default'
}

# Takes the lowest number whose interface, folder and subnet nobody has, and writes it down.
take_number() {
  local number taken
  taken=" $(find "$labs" -mindepth 2 -maxdepth 2 -name number -exec cat {} + | tr '\n' ' ') "
  for ((number = 0; number < 16384; number++)); do
    lab_numbers "$number"
    if [[ $taken != *" $number "* ]] && ! ip link show dev "$management_interface" >/dev/null 2>&1 &&
      subnet_is_free "$management_subnet"; then
      echo "$number" >"$lab_folder/number"
      return 0
    fi
  done
  fail "no free /30 left in 10.77.0.0/16 for the link between the host and the lab"
}

# make_namespace NS FORWARDING [PID]: a new namespace, or a name for that of a process.
make_namespace() {
  if [ -n "${3:-}" ]; then ip netns attach "$1" "$3"; else ip netns add "$1"; fi
  # A new namespace inherits some of the host's settings: say all that matter. Addresses are usable at once.
  in_ns "$1" sysctl -q -w \
    net.ipv4.ip_forward="$2" net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 \
    net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.default.disable_ipv6=0 \
    net.ipv6.conf.all.forwarding="$2" net.ipv6.conf.all.accept_ra=0 net.ipv6.conf.default.accept_ra=0 \
    net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
  ip -n "$1" link set lo up
}

# add_addresses NS INTERFACE ADDRESS/LENGTH...
add_addresses() {
  local ns=$1 interface=$2 address deprecated=()
  shift 2
  for address in "$@"; do
    case $address in
      *:*)
        ip -n "$ns" address add "$address" dev "$interface" nodad "${deprecated[@]}"
        # The kernel sends from the first; the others are for those who ask for them.
        deprecated=(preferred_lft 0)
        ;;
      *) ip -n "$ns" address add "$address" dev "$interface" ;;
    esac
  done
}

# make_link NS RELAY_INTERFACE: a veth pair, relay0 in NS and RELAY_INTERFACE in the relay's namespace.
make_link() {
  ip -n "$1" link add name relay0 type veth peer name "$2" netns "$relay_ns"
  # Without this the checksums of packets that start here are left to "hardware", and rewriting breaks them.
  in_ns "$1" ethtool -K relay0 tx off >/dev/null
  ip -n "$1" link set dev relay0 xdpdrv object "$lab_folder/pass.bpf.o" section xdp
  ip -n "$1" link set relay0 up
  ip -n "$relay_ns" link set "$2" up
}

make_management_link() {
  ip -n "$relay_ns" link add name mgmt0 type veth peer name "$management_interface" netns $$
  ip link set dev "$management_interface" addrgenmode none
  ip address add "$host_address/30" dev "$management_interface"
  ip link set "$management_interface" up
  add_addresses "$relay_ns" mgmt0 "$management_address/30"
  ip -n "$relay_ns" link set mgmt0 up
}

compile_pass_program() {
  local headers
  headers=/usr/include/$(uname -m)-linux-gnu
  "${CLANG:-clang}" -O2 -g -target bpf -I"$headers" -c "$top/scripts/lib/pass.bpf.c" -o "$lab_folder/pass.bpf.o"
}

network_make() {
  mkdir -p "$bpf_mount"
  chmod 700 "$lab_folder"
  take_number
  compile_pass_program
  mount -t bpf -o mode=0700 bpf "$bpf_mount"
  make_namespace "$client_ns" 0
  make_namespace "$relay_ns" 1 "$relay_in"
  make_namespace "$destination_ns" 0
  make_link "$client_ns" client0
  make_link "$destination_ns" dest0
  add_addresses "$relay_ns" client0 "$relay_address/24" "$relay_address6/64"
  add_addresses "$client_ns" relay0 "${client_addresses[@]/%//24}" "${client_addresses6[@]/%//64}"
  add_addresses "$relay_ns" dest0 "$egress_address/24" "$egress_address6/64"
  add_addresses "$destination_ns" relay0 "${destination_addresses[@]/%//24}" "${destination_addresses6[@]/%//64}"
  make_management_link
  touch "$lab_folder/complete"
}

# Removes whatever there is of the lab, half-made or whole.
network_remove() {
  local ns pids
  if [ -e "$lab_folder/number" ]; then
    lab_numbers "$(cat "$lab_folder/number")"
    ip link delete dev "$management_interface" 2>/dev/null || true
  fi
  for ns in "$client_ns" "$destination_ns" "$relay_ns"; do
    [ -e "/run/netns/$ns" ] || continue
    pids=$(ip netns pids "$ns" 2>/dev/null | tr '\n' ' ')
    if [ -n "$pids" ]; then say "left running in $ns, which lives on until they end: process ${pids% }"; fi
    # Takes the veth pair with it now, even if a process keeps the namespace alive.
    ip -n "$ns" link delete dev relay0 2>/dev/null || true
    ip netns delete "$ns"
  done
  while mountpoint -q "$bpf_mount"; do umount "$bpf_mount"; done
  rm -rf --one-file-system "$lab_folder"
}

# Whether anything of the lab is there.
network_is_there() {
  [ -e "$lab_folder" ] || [ -e "/run/netns/$client_ns" ] || [ -e "/run/netns/$relay_ns" ] || [ -e "/run/netns/$destination_ns" ]
}
