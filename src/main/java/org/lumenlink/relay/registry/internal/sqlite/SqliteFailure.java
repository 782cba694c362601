package org.lumenlink.relay.registry.internal.sqlite;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.RegistryUnavailableException.Cause;
import org.springframework.transaction.TransactionSystemException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says in an operator's terms why the database failed, and what mends it. */
final class SqliteFailure {

    /** Less than this is no room: SQLite makes files next to the database of a few dozen KiB. */
    private static final long ROOM = 256 * 1024L;

    /** The lower byte of a result code is the kind of error, the rest tells more of it. */
    private static final int KIND = 0xff;

    private SqliteFailure() {}

    /**
     * Explains a failure.
     *
     * @param directory where the database is
     */
    static RegistryUnavailableException of(Exception failure, Path directory) {
        SQLiteException sqlite = find(failure);
        return switch (sqlite == null ? SQLiteErrorCode.UNKNOWN_ERROR : kind(sqlite)) {
            case SQLITE_FULL -> full(directory, failure);
            case SQLITE_READONLY, SQLITE_PERM -> readOnly(directory, failure);
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT -> damaged(directory, "SQLite cannot read it", failure);
            case SQLITE_BUSY, SQLITE_LOCKED ->
                other(
                        "relay.db in the data directory %s is locked by another program".formatted(directory),
                        "end it (fuser -v %s/relay.db)".formatted(directory),
                        failure);
            case SQLITE_IOERR, SQLITE_CANTOPEN -> ofDisk(directory, failure);
            default ->
                other(
                        "the registry (relay.db in the data directory %s) cannot be read or written"
                                .formatted(directory),
                        "check free space and the health of its disk",
                        failure);
        };
    }

    /** Explains why the database cannot be brought to the schema of this relay. */
    static RegistryUnavailableException ofMigration(FlywayException failure, Path directory) {
        return find(failure) == null
                ? other(
                        "relay.db in the data directory %s has a schema that this relay does not know (%s)"
                                .formatted(directory, failure.getMessage()),
                        "start the version that wrote it, or restore a backup (scripts/lumenlink restore FILE)",
                        failure)
                : of(failure, directory);
    }

    /**
     * Makes the exception for a database that cannot be trusted any more.
     *
     * @param reason in what way
     */
    static RegistryUnavailableException damaged(Path directory, String reason, @Nullable Exception failure) {
        return new RegistryUnavailableException(
                Cause.DAMAGED,
                "relay.db in the data directory %s is damaged (%s)".formatted(directory, reason),
                "stop the relay and restore the latest backup (scripts/lumenlink restore FILE)",
                failure);
    }

    static RegistryUnavailableException readOnly(Path directory, @Nullable Exception failure) {
        return other(
                "the disk of the data directory %s is read-only".formatted(directory),
                "see why (dmesg), then make it writable (mount -o remount,rw \"$(findmnt -no TARGET -T %s)\")"
                        .formatted(directory),
                failure);
    }

    /** SQLite has no other words for files next to the database that have no room, and for a disk that was given up. */
    private static RegistryUnavailableException ofDisk(Path directory, Exception failure) {
        try {
            FileStore disk = Files.getFileStore(directory);
            if (disk.getUsableSpace() < ROOM) {
                return full(directory, failure);
            }
            if (disk.isReadOnly()) {
                return readOnly(directory, failure);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return other(
                "relay.db in the data directory %s cannot be opened, read or written".formatted(directory),
                "see what the kernel says of its disk (dmesg), and whether it is there and the relay's own (ls -l %s)"
                        .formatted(directory),
                failure);
    }

    private static RegistryUnavailableException full(Path directory, Exception failure) {
        return new RegistryUnavailableException(
                Cause.FULL,
                "the disk of the data directory %s is full".formatted(directory),
                "make room on it (df -h %s)".formatted(directory),
                failure);
    }

    private static RegistryUnavailableException other(String what, String mend, @Nullable Exception failure) {
        return new RegistryUnavailableException(Cause.OTHER, what, mend, failure);
    }

    static SQLiteErrorCode kind(SQLiteException failure) {
        return SQLiteErrorCode.getErrorCode(failure.getResultCode().code & KIND);
    }

    private static @Nullable SQLiteException find(Exception failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof SQLiteException)) {
            // A rollback that failed as well hides why there was one.
            cause = cause instanceof TransactionSystemException rollback && rollback.getApplicationException() != null
                    ? rollback.getApplicationException()
                    : cause.getCause();
        }
        return (SQLiteException) cause;
    }
}
