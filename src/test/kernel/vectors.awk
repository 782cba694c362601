# Turns the known answers of the wire format (src/test/resources/vectors), one field on a line, into a C header.
function text(line) {
	sub(/^[^:]*: */, "", line)
	gsub(/[",]/, "", line)
	return line
}
BEGIN { print "/* Made from the known answers of the wire format. */" }
/^ "[a-z0-9_]+": \[/ {
	if (list) print "};"
	list = ""
	if (/"tickets"/) { list = "ticket"; print "static const struct known_ticket known_tickets[] = {" }
	if (/"packets"/) { list = "packet"; print "static const struct known_packet known_packets[] = {" }
}
list && /^   "/ { name = $1; gsub(/[":]/, "", name); field[name] = text($0) }
list == "ticket" && /^  }/ {
	printf "\t{\"%s\", \"%s\", \"%s\", \"%s\", %sU, %sU},\n", field["ticket"], field["tagKey"], field["encryptionKey"],
		field["sessionDerivationKey"], field["userId"], field["sessionId"]
}
list == "packet" && /^  }/ {
	printf "\t{\"%s\", %sULL, \"%s\", \"%s\"},\n", field["ticket"], field["packetNumber"], field["payload"], field["wire"]
}
END { if (list) print "};" }
