package org.lumenlink.relay.dataplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.libbpf.Btf;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.KernelException;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.MapShape;
import org.lumenlink.relay.libbpf.PathLock;
import org.lumenlink.relay.libbpf.XdpLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a dataplane outlives its process: maps with their types, links and the program, pinned in a folder named after the
 * layout version. One process at a time has them, by a lock that ends with it. Closing lets go of the lock and leaves the
 * pins.
 */
final class Pins implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Pins.class);

    /** A pin's name may have no dot. */
    private static final String SETTINGS = "settings";

    /** An array of one value: BTF of the object that has made the maps. */
    private static final String TYPES = "types";

    private final Libbpf libbpf;
    private final Path root;
    private final PinFolder folder;
    private @Nullable PathLock lock;

    /** Programs of the relay before, by the kernel's id. */
    private final Set<Integer> inherited = new HashSet<>();

    Pins(Libbpf libbpf, Path root) {
        this.libbpf = libbpf;
        this.root = root;
        this.folder = new PinFolder(root.resolve("v" + Layout.VERSION));
    }

    /**
     * Takes the pin path for this process, and looks for what a relay before has left there.
     *
     * @return false if another process has it
     */
    boolean acquire() {
        Optional<PathLock> taken = take();
        while (taken.isPresent() && !taken.get().isOf(root)) {
            taken.get().close();
            taken = take();
        }
        lock = taken.orElse(null);
        if (taken.isPresent()) {
            PinFolder.below(root)
                    .forEach(version -> inherited.addAll(version.programs().keySet()));
        }
        return taken.isPresent();
    }

    Path root() {
        return root;
    }

    Path folder() {
        return folder.path();
    }

    /** Tells whether there is something of a relay before. */
    boolean hasPredecessor() {
        return !inherited.isEmpty();
    }

    /** Tells whether a program is that of the relay before. */
    boolean isInherited(int programId) {
        return inherited.contains(programId);
    }

    /** Tells whether a map of a name is pinned. */
    boolean has(String name) {
        return Files.exists(path(name));
    }

    /** Opens the pinned map of a name. */
    Optional<BpfMap> map(String name) {
        return has(name) ? Optional.of(libbpf.openPinned(path(name))) : Optional.empty();
    }

    private Path path(String name) {
        return folder.map(name.equals(Adoption.SETTINGS) ? SETTINGS : name);
    }

    /** Returns how many flows the relay before had, of whatever layout: of what ends with it. */
    int flows() {
        int flows = 0;
        for (PinFolder version : PinFolder.below(root)) {
            Path path = version.map("return_map");
            if (Files.exists(path)) {
                try (BpfMap map = libbpf.openPinned(path)) {
                    flows += map.count();
                }
            }
        }
        return flows;
    }

    /** Pins the program, before it is attached to anything: it is by its pin that the next relay knows it. */
    void pin(BpfProgram program) {
        PinFolder.make(folder.path());
        program.pin(folder.program(program.id()));
    }

    /** Opens the link of an interface that the relay before has left, of whatever layout. */
    Optional<XdpLink> link(int interfaceIndex) {
        for (PinFolder version : PinFolder.below(root)) {
            Path path = version.link(interfaceIndex);
            Optional<XdpLink> link = libbpf.openPinnedLink(path);
            if (link.filter(each -> each.interfaceIndex() == interfaceIndex).isPresent()) {
                return link;
            }
            link.ifPresent(XdpLink::close);
            PinFolder.delete(path);
        }
        return Optional.empty();
    }

    void pin(XdpLink link) {
        if (link.isBpfLink()) {
            link.pin(folder.link(link.interfaceIndex()));
        }
    }

    /**
     * Pins maps under their names, in the place of all others. Where these have other types, a relay that is started after
     * this was broken off half-way believes none of the pins.
     *
     * @param kept names of those that are pinned already, by the relay before; if none is, all pins of its maps go first
     * @param settings that the maps were filled under
     * @param btf the types of the maps
     */
    void pin(List<BpfMap> maps, Set<String> kept, BpfMap settings, byte[] btf) {
        if (!hasTypes(btf)) {
            PinFolder.delete(folder.map(TYPES));
        }
        Set<String> names = new HashSet<>();
        if (!kept.isEmpty()) {
            maps.forEach(map -> names.add(map.name()));
            names.add(SETTINGS);
            names.add(TYPES);
        }
        folder.maps().stream()
                .filter(pin -> !names.contains(pin.getFileName().toString()))
                .forEach(PinFolder::delete);
        maps.stream().filter(map -> !kept.contains(map.name())).forEach(map -> folder.replace(map.name(), map::pin));
        folder.replace(SETTINGS, settings::pin);
        pinTypes(btf);
    }

    /** Returns the types of the pinned maps, if they were pinned with them. */
    Optional<Btf> types() {
        return map(TYPES).map(Pins::read).map(Btf::parse);
    }

    private boolean hasTypes(byte[] btf) {
        return map(TYPES)
                .map(Pins::read)
                .filter(pinned -> Arrays.equals(pinned, btf))
                .isPresent();
    }

    private void pinTypes(byte[] btf) {
        try (BpfMap types = libbpf.create(TYPES, MapShape.array(btf.length, 1))) {
            types.update(Layout.key32(0), btf, BpfMap.Update.ANY);
            folder.replace(TYPES, types::pin);
        }
    }

    private static byte[] read(BpfMap types) {
        try (types) {
            return types.lookup(Layout.key32(0)).orElseThrow();
        }
    }

    /** Removes what the relay before has left and this one has not taken over, or has instead. */
    void removeInherited(int programId, Set<Integer> interfaceIndexes) {
        PinFolder.below(root).stream()
                .filter(version -> !version.equals(folder))
                .forEach(PinFolder::remove);
        folder.programs().forEach((id, pin) -> {
            if (id != programId) {
                PinFolder.delete(pin);
            }
        });
        folder.links().forEach((interfaceIndex, pin) -> {
            if (!interfaceIndexes.contains(interfaceIndex)) {
                PinFolder.delete(pin);
            }
        });
        inherited.clear();
    }

    /** Removes the pins, and the folders made for them. */
    void remove() {
        folder.remove();
    }

    @Override
    public void close() {
        PathLock held = lock;
        if (held == null) {
            return;
        }
        lock = null;
        // While nobody else can have it.
        removeIfUnused(root);
        held.close();
    }

    private Optional<PathLock> take() {
        while (true) {
            PinFolder.make(root);
            try {
                return PathLock.take(root);
            } catch (KernelException e) {
                // Another relay that ends may remove it just now.
                if (!e.errno().is(Errno.ENOENT)) {
                    throw e;
                }
            }
        }
    }

    /** Removes the folder above, unless it holds something else or is where the file system is mounted. */
    private static void removeIfUnused(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (FileSystemException e) {
            log.debug("Kept {}", path, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the pin path " + path, e);
        }
    }
}
