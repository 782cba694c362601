package org.lumenlink.relay.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lumenlink.relay.registry.internal.sqlite.SqliteBackup;

/** Copies the registry of a data directory into one file, and back. */
public interface RegistryBackup {

    /** Returns the backup of a relay. */
    static RegistryBackup of(Path dataDirectory) {
        return new SqliteBackup(dataDirectory);
    }

    /**
     * Writes a file with the whole registry as it is at one moment, whether a relay runs on it or not. The file is there
     * only once it is whole, has been checked, and is on the disk.
     *
     * @param file must not exist
     * @throws BackupException if the file cannot be written, or there is no registry
     * @throws RegistryUnavailableException if the registry cannot be read
     */
    Contents backup(Path file);

    /**
     * Puts the registry of a file in the place of the present one, which is kept under another name. Broken off at any
     * moment, it leaves either the one or the other, or a relay that does not start before it was repeated.
     *
     * @throws BackupException if a relay is running, or the file is damaged, no backup, or of a newer relay; nothing has
     *     changed then
     */
    Restored restore(Path file);

    /**
     * What a backup has in it.
     *
     * @param users registered
     * @param tokenKeys that verify tickets
     * @param networks of the deny list
     * @param encryptionKeys names of the keys without which its token keys are of no use; empty if they are not
     *     encrypted
     */
    record Contents(long users, long tokenKeys, long networks, List<String> encryptionKeys) {}

    /**
     * What was restored.
     *
     * @param replaced the registry that was there before, if there was one
     */
    record Restored(Contents contents, Optional<Path> replaced) {}
}
