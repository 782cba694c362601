package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import org.lumenlink.relay.libbpf.Errno;

/** A socket that asks drivers (ethtool's ioctl), in the network namespace that it was opened in. */
final class EthtoolSocket implements AutoCloseable {

    /* linux/socket.h, linux/sockios.h. */
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final long SIOCETHTOOL = 0x8946;

    /* struct ifreq of linux/if.h on 64-bit machines: char name[16], then a union that here is a pointer. */
    private static final int IFREQ_SIZE = 40;
    private static final int IFREQ_DATA = 16;

    private final int fd;

    private final Handle handle;

    private EthtoolSocket(int fd) {
        this.fd = fd;
        this.handle = new Handle("ethtool socket", () -> LibC.close(fd));
    }

    /** Opens a socket in the calling thread's network namespace. */
    static EthtoolSocket open() {
        int fd = LibC.socket(AF_INET, SOCK_DGRAM_CLOEXEC, 0);
        int errno = Native.getLastError();
        if (fd < 0) {
            throw Errnos.failure("open a socket", errno);
        }
        return new EthtoolSocket(fd);
    }

    /**
     * Has the driver fill in a structure that begins with the command.
     *
     * @param what names the request in exceptions
     * @return false if the driver does not know the command
     */
    boolean ask(String interfaceName, Memory command, String what) {
        return handle.use(() -> {
            try (Memory request = new Memory(IFREQ_SIZE)) {
                request.clear();
                byte[] name = interfaceName.getBytes(StandardCharsets.US_ASCII);
                request.write(0, name, 0, Math.min(name.length, IFREQ_DATA - 1));
                request.setPointer(IFREQ_DATA, command);
                int result = LibC.ioctl(fd, SIOCETHTOOL, request);
                int errno = Native.getLastError();
                if (result < 0 && errno != Errno.EOPNOTSUPP) {
                    throw Errnos.failure(what + " of interface " + interfaceName, errno);
                }
                return result >= 0;
            }
        });
    }

    @Override
    public void close() {
        handle.close();
    }
}
