package org.lumenlink.relay.security;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.security.AuditTrail.Entry;
import org.springframework.stereotype.Component;

/**
 * Makes entries of requests. What is refused is recorded one by one as long as it is few, and counted beyond that, for
 * each caller and for all who are unknown: nobody fills the disk, or hides behind others.
 */
@Component
class AuditRecorder {

    private static final int FIRST_ERROR = 400;
    private static final int LONGEST_SUBJECT = 256;
    private static final int LONGEST_METHOD = 16;
    private static final String UNKNOWN = "";

    private final AuditLog log;
    private final Clock clock;
    private final Buckets<String> refused = new Buckets<>(1000, 1, Duration.ofSeconds(1));
    private final AtomicLong unrecorded = new AtomicLong();

    AuditRecorder(AuditLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Throws {@link AuditUnavailableException} if nothing can be recorded. */
    void demandReady() {
        log.demandWritable();
    }

    /** Records what became of a request; waits for the disk if anything was changed in the registry. */
    void record(HttpServletRequest request, int status) {
        Optional<Caller> caller = Caller.of(request);
        String key = caller.map(known -> known.kind() + known.id()).orElse(UNKNOWN);
        if (status >= FIRST_ERROR && !refused.take(key).isZero()) {
            unrecorded.incrementAndGet();
            return;
        }
        String method = request.getMethod();
        String path = AuditPath.of(request.getRequestURI());
        Entry entry = new Entry(
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                RequestIdFilter.idOf(request),
                caller.map(known -> known.kind().label()).orElse(null),
                caller.map(known -> shortened(known.id(), LONGEST_SUBJECT)).orElse(null),
                caller.map(Caller::name).orElse(null),
                shortened(method, LONGEST_METHOD),
                path,
                status,
                unrecorded.getAndSet(0));
        // A token is not kept anywhere, so that there is nothing that its entry could be lost beside.
        log.append(entry, status < FIRST_ERROR && !path.endsWith("/tokens"));
    }

    private static String shortened(@Nullable String text, int most) {
        String known = String.valueOf(text);
        return known.length() <= most ? known : known.substring(0, most);
    }
}
