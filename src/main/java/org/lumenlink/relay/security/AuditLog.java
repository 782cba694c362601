package org.lumenlink.relay.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.security.AuditReader.Line;
import org.lumenlink.relay.security.AuditReader.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the audit log: one JSON object a line, in files of the data directory that are only ever appended to. */
@Service
class AuditLog implements AuditTrail, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private final JsonMapper mapper;
    private final boolean waitForDisk;
    private final AuditWriter writer;
    private final AuditReader reader;
    private final ReentrantLock writing = new ReentrantLock();
    private final Queue<byte[]> pending = new ArrayDeque<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("audit").factory());
    private final ScheduledFuture<?> rounds;

    AuditLog(SecuritySettings place, AuditSettings settings, JsonMapper mapper) {
        Path folder = place.dataDir().resolve("audit");
        try {
            AuditFiles files = new AuditFiles(folder, settings.maxSize().toBytes());
            this.writer = new AuditWriter(files);
            this.reader = new AuditReader(files);
        } catch (IOException e) {
            throw CannotStartException.cannotWrite(folder, e);
        }
        this.mapper = mapper;
        this.waitForDisk = settings.waitForDisk();
        this.rounds = executor.scheduleWithFixedDelay(this::force, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Demands that what is done next can be recorded.
     *
     * @throws AuditUnavailableException if the last entries could not be written, and still cannot
     */
    void demandWritable() {
        writing.lock();
        try {
            writePending();
        } catch (IOException e) {
            throw new AuditUnavailableException(e);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Appends an entry. One that cannot be written is kept, and written before any other change is made: this one has
     * been made.
     *
     * @param change whether anything was changed, so that it should be on disk as the change is
     */
    void append(Entry entry, boolean change) {
        byte[] line = (mapper.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            long end = write(line);
            if (change && waitForDisk) {
                writer.force(end);
            }
        } catch (IOException e) {
            log.error("Cannot write the audit log; nothing is changed until it can be written", e);
        }
    }

    @Override
    public Page list(@Nullable String before, int limit) {
        try {
            List<Line> lines = reader.read(before == null ? null : Place.parse(before), limit + 1);
            List<Entry> entries = new ArrayList<>();
            for (Line line : lines.subList(0, Math.min(limit, lines.size()))) {
                addEntry(line.text(), entries);
            }
            return new Page(
                    entries,
                    lines.size() <= limit ? null : lines.get(limit - 1).place().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the audit log", e);
        }
    }

    @Override
    public void close() throws IOException {
        rounds.cancel(false);
        executor.close();
        writer.close();
    }

    private long write(byte[] line) throws IOException {
        writing.lock();
        try {
            pending.add(line);
            return writePending();
        } finally {
            writing.unlock();
        }
    }

    private long writePending() throws IOException {
        long end = 0;
        byte[] next = pending.peek();
        while (next != null) {
            end = writer.append(next);
            pending.remove();
            next = pending.peek();
        }
        return end;
    }

    private void force() {
        try {
            writer.force();
        } catch (IOException e) {
            log.error("Cannot bring the audit log to disk", e);
        }
    }

    /** Passes over what the machine left of a line when it went down. */
    private void addEntry(String line, List<Entry> entries) {
        try {
            entries.add(mapper.readValue(line, Entry.class));
        } catch (JacksonException e) {
            log.debug("Not an entry of the audit log: {}", line.length());
        }
    }
}
