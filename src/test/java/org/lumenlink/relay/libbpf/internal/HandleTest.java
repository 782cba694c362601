package org.lumenlink.relay.libbpf.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HandleTest {

    private final AtomicInteger releases = new AtomicInteger();

    private final Handle handle = new Handle("the thing", releases::incrementAndGet);

    @Test
    void closeWhenRepeatedThenReleasesOnce() {
        handle.close();
        handle.close();

        assertThat(releases).hasValue(1);
        assertThat(handle.isOpen()).isFalse();
    }

    @Test
    void useWhenClosedThenNamesTheThing() {
        handle.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> handle.useInt(() -> 1))
                .withMessage("the thing is closed");
    }

    @Test
    void closeFromWithinAUseThenIsRefusedInsteadOfHanging() {
        assertThatIllegalStateException()
                .isThrownBy(() -> handle.use(() -> {
                    handle.close();
                    return 1;
                }))
                .withMessage("the thing cannot be closed from within a call that uses it");
        assertThat(releases).hasValue(0);
    }

    @Test
    void closeWhileInUseThenReleasesAfterTheUse() throws InterruptedException {
        CountDownLatch inUse = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Thread user = Thread.ofPlatform()
                .start(() -> handle.useInt(() -> {
                    inUse.countDown();
                    try {
                        finish.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return releases.get();
                }));
        inUse.await();
        Thread closer = Thread.ofPlatform().start(handle::close);
        await().atMost(Duration.ofMinutes(2)).until(() -> closer.getState() == Thread.State.WAITING);
        assertThat(releases).hasValue(0);
        finish.countDown();
        user.join();
        closer.join();

        assertThat(releases).hasValue(1);
    }
}
