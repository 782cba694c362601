package org.lumenlink.relay.relay;

import java.net.InetAddress;
import java.util.List;
import java.util.function.LongSupplier;
import org.lumenlink.relay.dataplane.Dataplane;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The relay's own addresses. The dataplane counts the entries of its maps each time it is asked about itself, which is
 * too much work for every user of a long list, so an answer is kept for some seconds.
 */
@Component
class RelayAddresses {

    private static final long KEPT_NANOS = 2_000_000_000L;

    private final Dataplane dataplane;
    private final LongSupplier nanoTime;
    private volatile Answer answer;

    @Autowired
    RelayAddresses(Dataplane dataplane) {
        this(dataplane, System::nanoTime);
    }

    RelayAddresses(Dataplane dataplane, LongSupplier nanoTime) {
        this.dataplane = dataplane;
        this.nanoTime = nanoTime;
        this.answer = ask();
    }

    List<InetAddress> current() {
        if (nanoTime.getAsLong() - answer.askedAt > KEPT_NANOS) {
            answer = ask();
        }
        return answer.addresses;
    }

    private Answer ask() {
        return new Answer(nanoTime.getAsLong(), dataplane.info().relayAddresses());
    }

    private record Answer(long askedAt, List<InetAddress> addresses) {}
}
