package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The slots that users had are found by their ids, over the whole range of these. */
class SlotOwnersTest {

    private static final long HIGHEST = 4_294_967_295L;

    private final SlotOwners owners = new SlotOwners(
            LongStream.of(1L << 32 | 7, 42L << 32, HIGHEST << 32 | 3).sorted().toArray());

    @Test
    void slotWhenTheUserHadOneThenIsFound() {
        assertThat(owners.slotOf(1)).contains(7);
        assertThat(owners.slotOf(42)).contains(0);
        assertThat(owners.slotOf(HIGHEST)).contains(3);
    }

    @Test
    void slotWhenTheUserHadNoneThenIsNone() {
        assertThat(owners.slotOf(2)).isEmpty();
        assertThat(owners.slotOf(43)).isEmpty();
        assertThat(owners.slotOf(HIGHEST - 1)).isEmpty();
        assertThat(new SlotOwners(new long[0]).slotOf(1)).isEmpty();
    }
}
