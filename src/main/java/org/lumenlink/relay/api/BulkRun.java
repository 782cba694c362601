package org.lumenlink.relay.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.lumenlink.relay.relay.BulkUsers;
import tools.jackson.databind.json.JsonMapper;

/** Takes one bulk: reads a batch while the one before is committed, and writes what became of the lines. */
final class BulkRun {

    private static final byte[] LINE_END = {'\n'};

    private final JsonMapper mapper;
    private final BulkUsers users;
    private final BulkParser parser;
    private final OutputStream out;
    private BulkSummary.Counts counts = new BulkSummary.Counts(0, 0, 0, 0, true);

    BulkRun(JsonMapper mapper, BulkUsers users, BulkParser parser, OutputStream out) {
        this.mapper = mapper;
        this.users = users;
        this.parser = parser;
        this.out = out;
    }

    /**
     * Takes every line. Stops if the client takes too long, or the store fails.
     *
     * @throws IOException if the client is gone; batches that came before that were taken
     */
    void run() throws IOException {
        try (ExecutorService committer = Executors.newVirtualThreadPerTaskExecutor()) {
            BulkBatch batch = parser.read();
            while (batch != null) {
                boolean isLast = batch.isLast();
                Future<BulkBatch> committing = start(committer, batch);
                BulkBatch next = isLast ? null : parser.read();
                batch = tell(await(committing)) ? next : null;
            }
        }
        write(new BulkSummary(counts));
        out.flush();
    }

    private Future<BulkBatch> start(ExecutorService committer, BulkBatch batch) {
        return committer.submit(() -> {
            batch.commit(users);
            return batch;
        });
    }

    private static BulkBatch await(Future<BulkBatch> committing) throws IOException {
        try {
            return committing.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch cannot be committed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a batch is committed");
        }
    }

    /** Writes what became of the lines of a batch; returns whether others can follow. */
    private boolean tell(BulkBatch committed) throws IOException {
        for (BulkFailure failure : committed.failures()) {
            write(failure);
        }
        out.flush();
        counts = committed.addTo(counts);
        return counts.complete();
    }

    private void write(Object line) throws IOException {
        out.write(mapper.writeValueAsBytes(line));
        out.write(LINE_END);
    }
}
