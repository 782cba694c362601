package org.lumenlink.relay.relay;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Lets one at a time change registry and maps: they take microseconds, and a map written in another order than the
 * registry would end up with the older of two changes. Who has waited longest comes first, so that many small changes in a
 * row, as of the reconciler, hold nobody up for longer than one.
 */
@Component
class ChangeLock {

    private final ReentrantLock lock = new ReentrantLock(true);

    <T> T exclusively(Supplier<T> change) {
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }
}
