package org.lumenlink.relay.registry.internal.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Handles files that nobody but their owner may read, and that must not be lost with the power. */
final class PrivateFiles {

    private static final Set<PosixFilePermission> DIRECTORY_MODE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /** Makes a directory with mode 0700, and those above it, if it is missing. */
    static void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
        }
    }

    /** Makes an empty file with mode 0600 if it is missing; if it is there, gives it that mode. */
    static void make(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE_MODE));
        } catch (FileAlreadyExistsException e) {
            if (!Files.getPosixFilePermissions(file).equals(FILE_MODE)) {
                Files.setPosixFilePermissions(file, FILE_MODE);
            }
        }
    }

    /** Gives a file that root has made to the owner of the directory: the relay may run as that user. */
    static void giveToOwnerOf(Path directory, Path file) throws IOException {
        PosixFileAttributes wanted = Files.readAttributes(directory, PosixFileAttributes.class);
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes present = view.readAttributes();
        if (!present.owner().equals(wanted.owner())) {
            view.setOwner(wanted.owner());
            view.setGroup(wanted.group());
        }
    }

    /** Waits until a file's content, or a directory's list of files, is on the disk. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            channel.force(true);
        }
    }

    /** Waits until it is on the disk that a file is in its directory. */
    static void syncEntry(Path file) throws IOException {
        sync(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory"));
    }

    /** Returns why a file or directory could not be made, in a few words. */
    static String reason(Exception e) {
        if (e instanceof FileAlreadyExistsException) {
            return "it is not a directory";
        }
        if (e instanceof NoSuchFileException) {
            return "no directory can be made there";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : e.getClass().getSimpleName();
    }
}
