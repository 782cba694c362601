package org.lumenlink.relay.libbpf;

import java.nio.file.Path;
import java.util.Optional;
import org.lumenlink.relay.libbpf.internal.NativePathLock;

/**
 * A lock on a folder (flock(2)), which works on a BPF file system as well. It ends with this process, however that ends.
 * Closing twice is harmless.
 */
public interface PathLock extends AutoCloseable {

    /**
     * Locks a folder; empty if somebody has locked it.
     *
     * @throws KernelException if there is no such folder, or it may not be read
     */
    static Optional<PathLock> take(Path folder) {
        return NativePathLock.take(folder);
    }

    /** Tells whether this is still the folder that has the path: it may have been removed, and made anew. */
    boolean isOf(Path folder);

    @Override
    void close();
}
