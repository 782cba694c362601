package org.lumenlink.relay.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.security.AuditTrail.Entry;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** Nobody fills the disk with requests that are refused, and nobody hides behind others who do. */
class AuditRecorderTest {

    private static final int MANY = 5000;
    private static final Caller INSIDER = new Caller(Caller.Kind.API_KEY, "7", "insider");

    @TempDir
    Path dataDir;

    private AuditLog log;
    private AuditRecorder recorder;

    @BeforeEach
    void open() {
        log = new AuditLog(
                new SecuritySettings(dataDir, null),
                new AuditSettings(DataSize.ofMegabytes(48), true),
                JsonMapper.builder().build());
        recorder = new AuditRecorder(log, Clock.systemUTC());
    }

    @AfterEach
    void close() throws IOException {
        log.close();
    }

    @Test
    void requestsWhenManyAreRefusedThenFewAreWrittenAndTheOthersCounted() {
        for (int i = 0; i < MANY; i++) {
            recorder.record(new MockHttpServletRequest("DELETE", "/api/v1/users/42"), 401);
        }
        recorder.record(from(INSIDER), 403);

        List<Entry> entries = log.list(null, 1000).entries();
        assertThat(entries.getFirst().callerName()).isEqualTo("insider");
        assertThat(entries.getFirst().status()).isEqualTo(403);
        long written = count();
        // Some more than a thousand, by the time that it took.
        assertThat(written).isBetween(1000L, MANY / 2L);
        assertThat(allUnrecorded() + written).isEqualTo(MANY + 1);
    }

    @Test
    void changesWhenManyAreMadeThenEveryOneIsWritten() {
        for (int i = 0; i < 1500; i++) {
            recorder.record(tokenBy(INSIDER), 201);
        }

        assertThat(count()).isEqualTo(1500);
    }

    @Test
    void callerWhenItsNamesAreLongThenTheLineIsNot() {
        recorder.record(from(new Caller(Caller.Kind.JWT, "\u0001\u20ac".repeat(5000), null)), 200);

        assertThat(log.list(null, 10).entries()).hasSize(1);
    }

    private long count() {
        long count = 0;
        AuditTrail.Page page = log.list(null, 1000);
        while (page.next() != null) {
            count += page.entries().size();
            page = log.list(page.next(), 1000);
        }
        return count + page.entries().size();
    }

    private long allUnrecorded() {
        long count = 0;
        AuditTrail.Page page = log.list(null, 1000);
        while (page.next() != null) {
            count += page.entries().stream().mapToLong(Entry::unrecorded).sum();
            page = log.list(page.next(), 1000);
        }
        return count + page.entries().stream().mapToLong(Entry::unrecorded).sum();
    }

    private static MockHttpServletRequest from(Caller caller) {
        MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/api/v1/users/42");
        caller.notedIn(request);
        return request;
    }

    private static MockHttpServletRequest tokenBy(Caller caller) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/users/42/tokens");
        caller.notedIn(request);
        return request;
    }
}
