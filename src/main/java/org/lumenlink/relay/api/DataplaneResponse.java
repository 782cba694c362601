package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.RelayStatus.AttachmentView;
import org.lumenlink.relay.relay.RelayStatus.DataplaneView;
import org.lumenlink.relay.relay.RelayStatus.MapView;
import org.lumenlink.relay.relay.RelayStatus.MissingView;
import org.lumenlink.relay.relay.RelayStatus.TagView;
import org.lumenlink.relay.relay.RelayStatus.VlanView;

/** The dataplane in JSON. */
@Schema(name = "Dataplane", description = "How the relay's program runs in the kernel.")
record DataplaneResponse(
        List<Attachment> attached,

        @Schema(description = "Interfaces that are to have the program, and have not: it is attached when it can be.")
        List<Missing> missing,

        @Schema(description = "UDP port that clients send to.", example = "443")
        int relayPort,

        @Schema(description = "Addresses that clients may send to.", example = "[\"198.51.100.1\"]")
        List<String> relayAddresses,

        @Schema(description = "Source ports towards destinations.", example = "20000-59999")
        String egressPorts,

        @Schema(description = "Folder of the pinned maps.", example = "/sys/fs/bpf/lumenlink/v1")
        String pinPath,

        @Schema(description = "Version of the maps' layout.", example = "1")
        int layoutVersion,

        @Schema(description = "The kernel's id of the program, as bpftool shows it.")
        int programId,

        @Schema(description = "The kernel's release.", example = "6.18.0")
        String kernel,

        @Schema(description = "Version of libbpf.", example = "1.1.2")
        String libbpf,

        List<KernelMap> maps,

        @Schema(
                description = "draining: not ready, and no tokens are issued.",
                allowableValues = {"serving", "draining"},
                example = "serving")
        String state,

        @Schema(description = "Since when it drains; null if it does not.") @Nullable Instant drainingSince) {

    /**
     * @param drainingSince null if the relay does not drain
     */
    static DataplaneResponse of(DataplaneView view, @Nullable Instant drainingSince) {
        return new DataplaneResponse(
                view.attached().stream().map(Attachment::of).toList(),
                view.missing().stream().map(Missing::of).toList(),
                view.relayPort(),
                view.relayAddresses().stream().map(AddressText::canonical).toList(),
                view.egressPorts(),
                view.pinPath(),
                view.layoutVersion(),
                view.programId(),
                view.kernel(),
                view.libbpf(),
                view.maps().stream().map(KernelMap::of).toList(),
                drainingSince == null ? "serving" : "draining",
                drainingSince);
    }

    /** One interface. */
    @Schema(name = "Attachment", description = "An interface that the program is attached to.")
    record Attachment(
            @Schema(example = "eth0") String interfaceName,
            @Schema(example = "2") int interfaceIndex,
            @Schema(allowableValues = {"native", "generic"}) String mode,

            @Schema(description = "Why generic; empty for native.")
            String reason,

            @Schema(description = "Whether it is switched on.")
            boolean up,

            @Schema(description = "Link-layer address; empty if it has none.", example = "02:00:00:00:00:01")
            String mac,

            @Schema(description = "Of IP packets, in bytes.", example = "1500")
            int mtu,

            @Schema(
                    description = "Bytes of the longest frame that the program gets to see; null for no limit (generic"
                            + " mode), and where the driver's is not known.",
                    example = "3520")
            @Nullable Integer largestFrame,

            @Schema(
                    description = "Whether frames of this MTU, and of its VLANs', are no longer than that; null if that"
                            + " is not known.")
            @Nullable Boolean mtuFits,

            @Schema(description = "VLAN devices on top of it.")
            List<Vlan> vlans) {

        static Attachment of(AttachmentView view) {
            return new Attachment(
                    view.interfaceName(),
                    view.interfaceIndex(),
                    view.mode(),
                    view.reason(),
                    view.isUp(),
                    view.mac(),
                    view.mtu(),
                    view.largestFrame(),
                    view.mtuFits(),
                    view.vlans().stream().map(Vlan::of).toList());
        }
    }

    /** One VLAN device. */
    @Schema(name = "Vlan", description = "A VLAN device, whose addresses are the relay's, too.")
    record Vlan(
            @Schema(example = "eth0.5") String interfaceName,
            @Schema(example = "7") int interfaceIndex,

            @Schema(description = "Tags of its frames, outermost first.")
            List<Tag> tags) {

        static Vlan of(VlanView view) {
            return new Vlan(
                    view.interfaceName(),
                    view.interfaceIndex(),
                    view.tags().stream().map(Tag::of).toList());
        }
    }

    /** One tag. */
    @Schema(name = "VlanTag", description = "What a VLAN's frames carry.")
    record Tag(
            @Schema(allowableValues = {"802.1Q", "802.1ad"}) String protocol,
            @Schema(example = "5") int id) {

        static Tag of(TagView view) {
            return new Tag(view.protocol(), view.id());
        }
    }

    /** One interface. */
    @Schema(name = "MissingInterface", description = "An interface that is to have the program, and has not.")
    record Missing(
            @Schema(example = "eth1") String interfaceName,

            @Schema(description = "Why not.", example = "there is no such interface any more")
            String reason) {

        static Missing of(MissingView view) {
            return new Missing(view.interfaceName(), view.reason());
        }
    }

    /** One map. */
    @Schema(name = "KernelMap", description = "A BPF map.")
    record KernelMap(
            @Schema(example = "user_map") String name,

            @Schema(description = "Entries in it; null for arrays and rings, which are always whole.") @Nullable Integer entries,

            @Schema(description = "How many it has room for.", example = "100000")
            int maxEntries) {

        static KernelMap of(MapView view) {
            return new KernelMap(view.name(), view.entries() < 0 ? null : view.entries(), view.maxEntries());
        }
    }
}
