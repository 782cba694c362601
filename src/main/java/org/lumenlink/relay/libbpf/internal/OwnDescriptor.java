package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Native;

/**
 * A file descriptor that somebody owns.
 *
 * @param fd its number
 */
record OwnDescriptor(int fd) implements AutoCloseable {

    /** Refers to the same open file under a number of its own, which a child process does not inherit. */
    static OwnDescriptor duplicateOf(int fd) {
        int own = LibC.fcntl(fd, LibC.F_DUPFD_CLOEXEC, 0);
        int errno = Native.getLastError();
        if (own < 0) {
            throw Errnos.failure("duplicate file descriptor " + fd, errno);
        }
        return new OwnDescriptor(own);
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
