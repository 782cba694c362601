package org.lumenlink.relay.libbpf.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.libbpf.XdpLink;
import org.lumenlink.relay.libbpf.XdpMode;

/** An attachment that ends with its file descriptor, unless it is pinned. */
final class BpfXdpLink implements XdpLink {

    private final int fd;

    private final int interfaceIndex;

    private final XdpMode mode;

    private final Handle handle;

    private volatile @Nullable Path pin;

    private volatile boolean stays;

    /**
     * @param pin where it is pinned, or null
     */
    BpfXdpLink(int fd, int interfaceIndex, XdpMode mode, @Nullable Path pin) {
        this.fd = fd;
        this.interfaceIndex = interfaceIndex;
        this.mode = mode;
        this.pin = pin;
        this.handle = new Handle("XDP link of interface " + interfaceIndex, this::release);
    }

    @Override
    public int interfaceIndex() {
        return interfaceIndex;
    }

    @Override
    public XdpMode mode() {
        return mode;
    }

    @Override
    public boolean isBpfLink() {
        return true;
    }

    @Override
    public void replace(BpfProgram program) {
        int result = handle.useInt(() ->
                NativeBpfProgram.of(program).withFd(programFd -> LibbpfSymbols.bpf_link_update(fd, programFd, null)));
        if (result < 0) {
            throw Errnos.failure(
                    "replace the XDP program of " + Interfaces.describe(interfaceIndex) + " by " + program.name(),
                    result);
        }
    }

    @Override
    public void pin(Path path) {
        Path present = pin;
        if (path.equals(present)) {
            return;
        }
        int result = handle.useInt(() -> LibbpfSymbols.bpf_obj_pin(fd, path.toString()));
        if (result < 0) {
            throw Errnos.failure("pin the XDP link of " + Interfaces.describe(interfaceIndex) + " at " + path, result);
        }
        pin = path;
        delete(present);
    }

    @Override
    public void leave() {
        stays = true;
        handle.close();
    }

    @Override
    public void close() {
        handle.close();
    }

    /** A child process being started may hold a copy of the descriptor for a moment: so detach, then close. */
    private void release() {
        if (!stays) {
            LibbpfSymbols.bpf_link_detach(fd);
            delete(pin);
        }
        LibC.close(fd);
    }

    private static void delete(@Nullable Path pin) {
        try {
            if (pin != null) {
                Files.deleteIfExists(pin);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the pinned XDP link " + pin, e);
        }
    }
}
