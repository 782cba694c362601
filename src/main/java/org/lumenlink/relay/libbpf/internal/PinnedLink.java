package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import java.nio.file.Path;
import java.util.Optional;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.XdpLink;

/** Opens bpf_links that are pinned. */
final class PinnedLink {

    /* struct bpf_link_info of linux/bpf.h: __u32 type, id, prog_id; then, on 8 bytes, for XDP: __u32 ifindex. */
    private static final int INFO_SIZE = 32;
    private static final int INFO_PROGRAM = 8;
    private static final int INFO_INTERFACE = 16;

    /** BPF_LINK_TYPE_XDP. */
    private static final int XDP = 6;

    private PinnedLink() {}

    /** Opens a link; empty if nothing is pinned there, or it attaches nothing in the calling thread's namespace. */
    static Optional<XdpLink> open(Path path) {
        int fd = LibbpfSymbols.bpf_obj_get(path.toString());
        if (fd == -Errno.ENOENT) {
            return Optional.empty();
        }
        if (fd < 0) {
            throw Errnos.failure("open pinned XDP link " + path, fd);
        }
        try (Memory info = new Memory(INFO_SIZE)) {
            info.clear();
            int result = LibbpfSymbols.bpf_obj_get_info_by_fd(fd, info, new int[] {INFO_SIZE});
            if (result < 0) {
                throw Errnos.failure("tell what is pinned at " + path, result);
            }
            int index = info.getInt(INFO_INTERFACE);
            if (info.getInt(0) == XDP && index != 0 && Interfaces.exists(index)) {
                Optional<XdpLink> link = XdpQuery.attached(index)
                        .filter(program -> program.id() == info.getInt(INFO_PROGRAM))
                        .map(program -> new BpfXdpLink(fd, index, program.mode(), path));
                if (link.isPresent()) {
                    return link;
                }
            }
        } catch (RuntimeException e) {
            LibC.close(fd);
            throw e;
        }
        LibC.close(fd);
        return Optional.empty();
    }
}
