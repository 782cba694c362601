package org.lumenlink.relay.dataplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder of a BPF file system with the pins of one layout version: maps by their names, and numbered links and programs. */
record PinFolder(Path path) {

    private static final String LINK = "link_";
    private static final String PROGRAM = "program_";

    /** Returns the folders of all versions below a pin path. */
    static List<PinFolder> below(Path root) {
        return list(root).stream()
                .filter(path -> path.getFileName().toString().matches("v\\d+"))
                .map(PinFolder::new)
                .toList();
    }

    static void make(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + path + " for pins", e);
        }
    }

    static void delete(Path pin) {
        try {
            Files.deleteIfExists(pin);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the pin " + pin, e);
        }
    }

    /** Returns where a map is pinned, or would be. */
    Path map(String name) {
        return path.resolve(name);
    }

    Path link(int interfaceIndex) {
        return path.resolve(LINK + interfaceIndex);
    }

    Path program(int id) {
        return path.resolve(PROGRAM + id);
    }

    /** Returns the pinned links by the indexes of their interfaces. */
    Map<Integer, Path> links() {
        return numbered(LINK);
    }

    /** Returns the pinned programs by their ids. */
    Map<Integer, Path> programs() {
        return numbered(PROGRAM);
    }

    /** Returns the pins that are neither links nor programs. */
    List<Path> maps() {
        return list(path).stream()
                .filter(pin -> !isNumbered(pin, LINK) && !isNumbered(pin, PROGRAM))
                .toList();
    }

    /**
     * Pins something in the place of another: there is one or the other at any moment.
     *
     * @param pin pins it at a path
     */
    void replace(String name, Consumer<Path> pin) {
        Path beside = path.resolve("new_map");
        delete(beside);
        pin.accept(beside);
        try {
            Files.move(beside, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pin " + name + " in " + path, e);
        }
    }

    /** Removes the folder and all pins in it. */
    void remove() {
        list(path).forEach(PinFolder::delete);
        delete(path);
    }

    private Map<Integer, Path> numbered(String prefix) {
        return list(path).stream()
                .filter(pin -> isNumbered(pin, prefix))
                .collect(Collectors.toMap(
                        pin -> Integer.parseInt(pin.getFileName().toString().substring(prefix.length())), pin -> pin));
    }

    private static boolean isNumbered(Path pin, String prefix) {
        return pin.getFileName().toString().matches(prefix + "\\d+");
    }

    private static List<Path> list(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(path)) {
            return paths.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the pins in " + path, e);
        }
    }
}
