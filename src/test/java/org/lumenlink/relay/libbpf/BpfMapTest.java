package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.lumenlink.relay.libbpf.BpfTests.buffer;
import static org.lumenlink.relay.libbpf.BpfTests.bytes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.libbpf.BpfMap.Update;

class BpfMapTest {

    @BeforeAll
    static void requireBpf() {
        BpfTests.requireBpf();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "lru_hash", "percpu_hash", "trie", "locked"})
    void updateOfMapWithoutFixedKeysThenEntryComesAndGoes(String name) {
        try (BpfObject object = BpfTests.load("maps")) {
            BpfMap map = object.map(name);
            byte[] key = filled(map.keySize(), 1);
            byte[] value = new byte[map.valueSize()];

            assertThat(map.lookup(key)).isEmpty();
            map.update(key, value, Update.NO_EXIST);
            assertThat(map.lookup(key)).contains(value);
            assertThat(map.count()).isEqualTo(1);
            map.forEach((foundKey, foundValue) -> {
                assertThat(foundKey).isEqualTo(key);
                assertThat(foundValue).isEqualTo(value);
            });
            assertThat(map.delete(key)).isTrue();
            assertThat(map.delete(key)).isFalse();
            assertThat(map.count()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"array", "percpu_array"})
    void updateOfArrayThenEntryHasItsValue(String name) {
        try (BpfObject object = BpfTests.load("maps")) {
            BpfMap map = object.map(name);
            byte[] value = filled(map.valueSize(), 0);
            // Values of four bytes stand on eight for each CPU; the gap reads as zero.
            for (int i = 0; i < value.length; i += 8) {
                value[i] = 42;
            }

            map.update(bytes(3), value, Update.EXIST);

            assertThat(map.lookup(bytes(3))).contains(value);
            assertThat(map.lookup(bytes(4))).isEmpty();
            assertThat(map.count()).isEqualTo(4);
        }
    }

    @Test
    void valueSizeOfPerCpuMapThenHasRoomForAllCpus() {
        try (BpfObject object = BpfTests.load("maps")) {
            assertThat(object.map("percpu_array").valueSize())
                    .isEqualTo(8 * Libbpf.bind().possibleCpus());
            assertThat(object.map("array").valueSize()).isEqualTo(8);
            assertThat(object.map("array").keySize()).isEqualTo(4);
        }
    }

    @Test
    void lookupOfPerCpuMapThenSumIsWhatTheProgramCounted() {
        try (BpfObject object = BpfTests.load("maps")) {
            object.program("count_percpu").run(new byte[64], 0, 1000);

            ByteBuffer values =
                    buffer(object.map("percpu_array").lookup(bytes(1)).orElseThrow());
            int sum = 0;
            for (int i = 0; i < values.limit(); i += 8) {
                sum += values.getInt(i);
            }
            assertThat(sum).isEqualTo(1000);
        }
    }

    @Test
    void updateWhenModeForbidsThenErrnoSaysSo() {
        try (BpfObject object = BpfTests.load("maps")) {
            BpfMap map = object.map("hash");
            assertFails(() -> map.update(bytes(1), bytes(1L), Update.EXIST), Errno.ENOENT);
            map.update(bytes(1), bytes(1L), Update.ANY);
            assertFails(() -> map.update(bytes(1), bytes(1L), Update.NO_EXIST), Errno.EEXIST);
        }
    }

    @Test
    void updateWhenMapIsFullThenE2big() {
        try (BpfObject object = BpfTests.load("maps")) {
            BpfMap map = object.map("hash");
            for (int i = 0; i < map.maxEntries(); i++) {
                map.update(bytes(i), bytes(1L), Update.ANY);
            }

            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> map.update(bytes(99), bytes(1L), Update.ANY))
                    .withMessageStartingWith("update BPF map hash, which has room for 4 entries: E2BIG")
                    .satisfies(e -> assertThat(e.errno().is(Errno.E2BIG)).isTrue());
        }
    }

    @Test
    void lookupWhenSizesAreWrongThenRefusedBeforeTheKernelReadsBeyond() {
        try (BpfObject object = BpfTests.load("maps")) {
            BpfMap map = object.map("hash");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> map.lookup(new byte[3]))
                    .withMessage("key of BPF map hash must have 4 bytes, not 3");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> map.update(bytes(1), new byte[9], Update.ANY))
                    .withMessage("value of BPF map hash must have 8 bytes, not 9");
        }
    }

    @Test
    void forEachWhenValuesHaveALockThenReadsThemWithoutIt() {
        try (BpfObject object = BpfTests.load("maps")) {
            BpfMap map = object.map("locked");
            map.update(bytes(0), counter(0, 7, 100), Update.NO_EXIST);
            object.program("count_locked").run(new byte[64], 0, 5);
            map.forEach((key, value) -> assertThat(value).isEqualTo(counter(0, 7, 105)));
        }
    }

    @Test
    void forEachOfLargeMapThenVisitsEveryEntryOnce() {
        int entries = 100_000;
        try (BpfObject object = BpfTests.open("maps")) {
            object.setMaxEntries("hash", entries);
            object.load();
            BpfMap map = object.map("hash");
            for (int i = 0; i < entries; i++) {
                map.update(bytes(i), bytes((long) i), Update.NO_EXIST);
            }

            Set<Integer> seen = new HashSet<>();
            map.forEach((key, value) -> {
                int id = buffer(key).getInt();
                assertThat(buffer(value).getLong()).isEqualTo(id);
                assertThat(seen.add(id)).isTrue();
            });
            assertThat(seen).hasSize(entries);
            assertThat(map.count()).isEqualTo(entries);
        }
    }

    @Test
    void forEachWhenVisitorDeletesAndClosesThenNothingHangs() {
        try (BpfObject object = BpfTests.load("maps")) {
            BpfMap map = object.map("hash");
            map.update(bytes(1), bytes(1L), Update.ANY);
            map.update(bytes(2), bytes(2L), Update.ANY);

            map.forEach((key, value) -> assertThat(map.delete(key)).isTrue());
            assertThat(map.count()).isZero();

            BpfMap array = object.map("array");
            assertThatIllegalStateException()
                    .isThrownBy(() -> array.forEach((key, value) -> array.close()))
                    .withMessage("BPF map array is closed");
        }
    }

    @Test
    void forEachOfRingBufferThenSaysThatItHasNoKeys() {
        try (BpfObject object = BpfTests.load("maps")) {
            BpfMap ring = object.map("ring");
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(ring::count)
                    .withMessage("BPF map ring has no keys to read it by");
        }
    }

    @Test
    void closeWhileOthersReadThenNoneSeesAnotherFile() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3);
                BpfObject object = BpfTests.load("maps")) {
            for (int round = 0; round < 50; round++) {
                BpfMap map = object.map("hash");
                Callable<String> reader = () -> {
                    try {
                        while (true) {
                            map.lookup(bytes(1));
                        }
                    } catch (IllegalStateException e) {
                        return String.valueOf(e.getMessage());
                    }
                };
                Future<String> first = threads.submit(reader);
                Future<String> second = threads.submit(reader);
                map.close();

                assertThat(first.get()).isEqualTo("BPF map hash is closed");
                assertThat(second.get()).isEqualTo("BPF map hash is closed");
            }
        }
    }

    private static void assertFails(ThrowingCallable call, int errno) {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.errno().number()).isEqualTo(errno));
    }

    private static byte[] filled(int size, int first) {
        byte[] bytes = new byte[size];
        bytes[0] = (byte) first;
        return bytes;
    }

    /** {@code struct counter} of maps.bpf.c. */
    private static byte[] counter(int lock, int untouched, long packets) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putInt(lock)
                .putInt(untouched)
                .putLong(packets)
                .array();
    }
}
