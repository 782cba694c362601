# shellcheck shell=bash disable=SC2034 # read by the scripts that include this
# Names and addresses of a lab: all follow from its name and its number.

labs=/run/lumenlink/lab
relay_port=7777

# Every lab has the same addresses on its two links: they are seen only inside its namespaces.
relay_address=10.201.0.1
client_addresses=(10.201.0.10 10.201.0.11)
relay_address6=fd00:201::1
client_addresses6=(fd00:201::10 fd00:201::11)
egress_address=10.202.0.1
destination_addresses=(10.202.0.10 10.202.0.11)
egress_address6=fd00:202::1
destination_addresses6=(fd00:202::10 fd00:202::11)

# lab_names NAME
lab_names() {
  [[ $1 =~ ^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$ ]] ||
    usage_error "a lab's name is 1 to 32 lower-case letters, digits and inner hyphens, not: $1"
  lab=$1
  lab_folder=$labs/$lab
  client_ns=lumenlink-$lab-client
  relay_ns=lumenlink-$lab-relay
  destination_ns=lumenlink-$lab-destination
  bpf_mount=$lab_folder/bpf
  pin_parent=$bpf_mount/lumenlink
  pin_path=$pin_parent/v2 # the relay adds its layout version
  data_folder=$lab_folder/data
  api_key_file=$data_folder/admin.key
  relay_log=$lab_folder/relay.log
  relay_pid_file=$lab_folder/relay.pid
}

# lab_numbers NUMBER: the link between the host and the relay's namespace, a /30 of its own for each lab.
lab_numbers() {
  local base="10.77.$(($1 / 64))"
  local first=$(($1 % 64 * 4))
  management_interface=lumenlab$1
  management_subnet=$base.$first/30
  host_address=$base.$((first + 1))
  management_address=$base.$((first + 2))
  api=http://$management_address:8080
  management=http://$management_address:9090
}

# Whether the lab was made, whole.
lab_is_up() { [ -e "$lab_folder/complete" ]; }

lab_load() {
  lab_is_up || fail "no lab named $lab is up. Make it: scripts/lab up --name $lab"
  lab_numbers "$(cat "$lab_folder/number")"
}

lab_json() {
  cat <<EOF
{
  "clientNamespace": "$client_ns",
  "relayNamespace": "$relay_ns",
  "destinationNamespace": "$destination_ns",
  "relayAddress": "$relay_address",
  "relayAddress6": "$relay_address6",
  "relayPort": $relay_port,
  "destinationAddress": "${destination_addresses[0]}",
  "destinationAddress6": "${destination_addresses6[0]}",
  "api": "$api",
  "management": "$management",
  "apiKeyFile": "$api_key_file",
  "pinPath": "$pin_path"
}
EOF
}
