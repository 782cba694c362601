package org.lumenlink.relay.dataplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
 * layout version. One process at a time has them, by a lock that ends with it. Closing lets go of the lock and leaves the pins.
 */
final class Pins implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Pins.class);

    /** A pin's name may have no dot. */
    private static final String SETTINGS = "settings";

    /** An array of one value: BTF of the object that has made the maps. */
    private static final String TYPES = "types";

    private static final String LINK = "link_";
    private static final String PROGRAM = "program_";

    /** BPF_MAP_TYPE_ARRAY of linux/bpf.h. */
    private static final int ARRAY = 2;

    private final Libbpf libbpf;
    private final Path root;
    private final Path folder;
    private @Nullable PathLock lock;

    /** Programs of the relay before, by the kernel's id. */
    private final Set<Integer> inherited = new HashSet<>();

    Pins(Libbpf libbpf, Path root) {
        this.libbpf = libbpf;
        this.root = root;
        this.folder = root.resolve("v" + Layout.VERSION);
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
            findPrograms();
        }
        return taken.isPresent();
    }

    Path root() {
        return root;
    }

    Path folder() {
        return folder;
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

    /** Returns the types of the pinned maps, if they were pinned with them. */
    Optional<Btf> types() {
        return map(TYPES).map(map -> {
            try (map) {
                return Btf.parse(map.lookup(Layout.key32(0)).orElseThrow());
            }
        });
    }

    private Path path(String name) {
        return folder.resolve(name.equals(Adoption.SETTINGS) ? SETTINGS : name);
    }

    /** Returns how many flows the relay before had, of whatever layout: of what ends with it. */
    int flows() {
        int flows = 0;
        for (Path version : versions()) {
            Path path = version.resolve("return_map");
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
        make(folder);
        program.pin(folder.resolve(PROGRAM + program.id()));
    }

    /** Opens the link of an interface that the relay before has left, of whatever layout. */
    Optional<XdpLink> link(int interfaceIndex) {
        for (Path version : versions()) {
            Path path = version.resolve(LINK + interfaceIndex);
            Optional<XdpLink> link = libbpf.openPinnedLink(path);
            if (link.filter(each -> each.interfaceIndex() == interfaceIndex).isPresent()) {
                return link;
            }
            link.ifPresent(XdpLink::close);
            delete(path);
        }
        return Optional.empty();
    }

    void pin(XdpLink link) {
        if (link.isBpfLink()) {
            link.pin(folder.resolve(LINK + link.interfaceIndex()));
        }
    }

    /**
     * Pins maps under their names, in the place of all others.
     *
     * @param kept names of those that are pinned already, by the relay before; if none is, all pins of its maps go first
     */
    void pin(List<BpfMap> maps, Set<String> kept) {
        Set<String> names = new HashSet<>();
        if (!kept.isEmpty()) {
            maps.forEach(map -> names.add(map.name()));
            names.add(SETTINGS);
            names.add(TYPES);
        }
        for (Path pin : list(folder)) {
            if (!isLink(pin)
                    && !isProgram(pin)
                    && !names.contains(pin.getFileName().toString())) {
                delete(pin);
            }
        }
        maps.stream().filter(map -> !kept.contains(map.name())).forEach(map -> replace(map, map.name()));
    }

    /** Pins a map in the place of another: there is one or the other at any moment. */
    private void replace(BpfMap map, String name) {
        Path beside = folder.resolve("new_map");
        delete(beside);
        map.pin(beside);
        try {
            Files.move(beside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pin " + name + " in " + folder, e);
        }
    }

    /** Pins the settings that the maps were filled under. */
    void pinSettings(BpfMap settings) {
        replace(settings, SETTINGS);
    }

    /**
     * Removes the pinned types, if they are others: of pins that are mixed, whatever the reason, the next relay must not
     * believe anything.
     */
    void removeOtherTypes(byte[] btf) {
        boolean isOther = map(TYPES)
                .map(map -> {
                    try (map) {
                        return map.valueSize() != btf.length
                                || !Arrays.equals(map.lookup(Layout.key32(0)).orElseThrow(), btf);
                    }
                })
                .orElse(false);
        if (isOther) {
            delete(path(TYPES));
        }
    }

    /** Pins the types of the maps, after the maps: from here on they are what the next relay takes them for. */
    void pinTypes(byte[] btf) {
        try (BpfMap types = libbpf.create(TYPES, new MapShape(ARRAY, Integer.BYTES, btf.length, 1, 0))) {
            types.update(Layout.key32(0), btf, BpfMap.Update.ANY);
            replace(types, TYPES);
        }
    }

    /** Removes what the relay before has left and this one has not taken over, or has instead. */
    void removeInherited(int programId, Set<Integer> interfaceIndexes) {
        for (Path version : versions()) {
            if (!version.equals(folder)) {
                removeFolder(version);
            }
        }
        for (Path pin : list(folder)) {
            boolean isOther = (isProgram(pin) && number(pin, PROGRAM) != programId)
                    || (isLink(pin) && !interfaceIndexes.contains(number(pin, LINK)));
            if (isOther) {
                delete(pin);
            }
        }
        inherited.clear();
    }

    /** Removes the pins, and the folders made for them. */
    void remove() {
        removeFolder(folder);
    }

    @Override
    public void close() {
        PathLock held = lock;
        if (held == null) {
            return;
        }
        lock = null;
        // Only if it is empty, and while nobody else can have it.
        removeIfUnused(root);
        held.close();
    }

    private Optional<PathLock> take() {
        while (true) {
            make(root);
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

    private void findPrograms() {
        for (Path version : versions()) {
            for (Path pin : list(version)) {
                if (isProgram(pin)) {
                    inherited.add(number(pin, PROGRAM));
                }
            }
        }
    }

    private static void make(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + path + " for pins", e);
        }
    }

    private List<Path> versions() {
        return list(root).stream()
                .filter(path -> path.getFileName().toString().matches("v\\d+"))
                .toList();
    }

    private static List<Path> list(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(path)) {
            return new ArrayList<>(paths.toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the pins in " + path, e);
        }
    }

    private static boolean isLink(Path pin) {
        return pin.getFileName().toString().matches(LINK + "\\d+");
    }

    private static boolean isProgram(Path pin) {
        return pin.getFileName().toString().matches(PROGRAM + "\\d+");
    }

    private static int number(Path pin, String prefix) {
        return Integer.parseInt(pin.getFileName().toString().substring(prefix.length()));
    }

    private static void removeFolder(Path path) {
        list(path).forEach(Pins::delete);
        delete(path);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the pin " + path, e);
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
