package org.lumenlink.relay.dataplane;

/**
 * A tag that frames of a VLAN carry.
 *
 * @param protocol 0x8100 for 802.1Q, 0x88a8 for 802.1ad
 * @param id 0 to 4094
 */
public record VlanTag(int protocol, int id) {

    private static final int DOT1AD = 0x88a8;

    /** Returns the standard that the protocol is from. */
    public String standard() {
        return protocol == DOT1AD ? "802.1ad" : "802.1Q";
    }
}
