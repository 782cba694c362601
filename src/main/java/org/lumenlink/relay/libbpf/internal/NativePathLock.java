package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.PathLock;

/** A lock that is held by a file descriptor, which no child process inherits. */
public final class NativePathLock implements PathLock {

    /** LOCK_EX and LOCK_NB of linux/fcntl.h. */
    private static final int ALONE_AT_ONCE = 2 | 4;

    private final int fd;

    private final Handle handle;

    private NativePathLock(int fd, Path folder) {
        this.fd = fd;
        this.handle = new Handle("lock on " + folder, () -> LibC.close(fd));
    }

    /** Locks a folder; empty if somebody has locked it. */
    public static Optional<PathLock> take(Path folder) {
        int fd = LibC.open(folder.toString(), LibC.O_CLOEXEC);
        int errno = Native.getLastError();
        if (fd < 0) {
            throw Errnos.failure("open folder " + folder, errno);
        }
        int result = LibC.flock(fd, ALONE_AT_ONCE);
        errno = Native.getLastError();
        if (result == 0) {
            return Optional.of(new NativePathLock(fd, folder));
        }
        LibC.close(fd);
        if (errno == Errno.EAGAIN) {
            return Optional.empty();
        }
        throw Errnos.failure("lock folder " + folder, errno);
    }

    @Override
    public boolean isOf(Path folder) {
        return handle.use(() -> {
            try {
                return Files.isSameFile(Path.of("/proc/self/fd/" + fd), folder);
            } catch (NoSuchFileException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot tell whether there is still the folder " + folder, e);
            }
        });
    }

    @Override
    public void close() {
        handle.close();
    }
}
