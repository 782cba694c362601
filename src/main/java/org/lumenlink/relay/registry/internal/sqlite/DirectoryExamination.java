package org.lumenlink.relay.registry.internal.sqlite;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.lumenlink.relay.registry.RegistryExamination.Remark;
import org.lumenlink.relay.registry.RegistryExamination.Severity;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks at the data directory, its disk, and the database in it. */
public final class DirectoryExamination {

    private static final long MEBIBYTE = 1024 * 1024L;

    /** Room for some hundred thousand users, and the write-ahead log. */
    private static final long AMPLE = 256 * MEBIBYTE;

    private static final Set<String> VOLATILE = Set.of("tmpfs", "ramfs");

    /** SQLite's write-ahead log wants memory that is shared between processes, and locks that hold. */
    private static final Pattern REMOTE = Pattern.compile("nfs.*|cifs|smb.*|9p|fuse\\..*|ceph|glusterfs");

    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path directory;
    private final List<Remark> remarks = new ArrayList<>();

    public DirectoryExamination(Path directory) {
        this.directory = directory;
    }

    /** Looks at all of it. */
    public List<Remark> run() {
        try {
            if (!Files.exists(directory)) {
                return List.of(
                        new Remark(Severity.FINE, directory + " is not there yet: the first start makes it", ""));
            }
            DatabaseFile.requireUsable(directory);
            examinePermissions();
            examineDisk(Files.getFileStore(directory));
            examineDatabase();
        } catch (RegistryUnavailableException e) {
            bad(e);
        } catch (IOException e) {
            bad(DatabaseFile.unusable(directory, PrivateFiles.reason(e), e));
        }
        return remarks;
    }

    private void examinePermissions() throws IOException {
        if (!OWNER.containsAll(Files.getPosixFilePermissions(directory))) {
            doubtful("others than its owner may look into " + directory, "chmod 0700 " + directory);
        }
    }

    private void examineDisk(FileStore disk) throws IOException {
        if (VOLATILE.contains(disk.type())) {
            doubtful(
                    "%s is in memory (%s): users and keys are gone with the next boot"
                            .formatted(directory, disk.type()),
                    "name a directory on a disk with RELAY_DATA_DIR");
        }
        if (REMOTE.matcher(disk.type()).matches()) {
            doubtful(
                    "%s is on a network file system (%s), which may damage the database"
                            .formatted(directory, disk.type()),
                    "name a directory on a disk of this machine with RELAY_DATA_DIR");
        }
        long room = disk.getUsableSpace();
        if (room < AMPLE) {
            doubtful(
                    "the disk of %s has room for %d MiB only".formatted(directory, room / MEBIBYTE),
                    "make room on it (df -h %s)".formatted(directory));
        }
    }

    private void examineDatabase() {
        if (Files.exists(Restoration.marker(directory))) {
            bad(Restoration.unfinished(directory));
            return;
        }
        Path file = directory.resolve(DatabaseFile.NAME);
        if (!Files.exists(file)) {
            remarks.add(new Remark(Severity.FINE, directory + " can be used; there is no registry in it yet", ""));
            return;
        }
        try {
            JdbcClient database = JdbcClient.create(SqliteConfiguration.unchanged(file));
            Optional<String> damage = IntegrityCheck.run(database);
            if (damage.isPresent()) {
                bad(SqliteFailure.damaged(directory, damage.get(), null));
            } else {
                remarks.add(new Remark(Severity.FINE, "every page of " + file + " is sound", ""));
            }
        } catch (DataAccessException e) {
            bad(SqliteFailure.of(e, directory));
        }
    }

    private void bad(RegistryUnavailableException e) {
        remarks.add(new Remark(Severity.BAD, e.what(), e.mend()));
    }

    private void doubtful(String what, String mend) {
        remarks.add(new Remark(Severity.DOUBTFUL, what, mend));
    }
}
