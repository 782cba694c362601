package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.nio.file.Path;

/** A BPF file system of the bench's own, where the dataplane pins its maps. */
final class PinFileSystem implements AutoCloseable {

    private final ScratchFolder folder;

    private PinFileSystem(ScratchFolder folder) {
        this.folder = folder;
    }

    static PinFileSystem mount() {
        ScratchFolder folder = ScratchFolder.create();
        Commands.run("mount", "-t", "bpf", "bpf", folder.path().toString());
        return new PinFileSystem(folder);
    }

    Path path() {
        return folder.path();
    }

    @Override
    public void close() throws IOException {
        Commands.run("umount", path().toString());
        folder.close();
    }
}
