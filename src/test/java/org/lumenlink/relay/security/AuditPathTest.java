package org.lumenlink.relay.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditPathTest {

    @ParameterizedTest
    @CsvSource({
        "/api/v1/users/42, /api/v1/users/42",
        "/api/v1/users/4294967295/rate-limit, /api/v1/users/4294967295/rate-limit",
        "/api/v1/users:bulk, /api/v1/users:bulk",
        "/api/v1/token-keys:rotate, /api/v1/token-keys:rotate",
        "/api/v1/deny-list/203.0.113.0/24, /api/v1/deny-list/203.0.113.0/24",
        "/api/v1/deny-list/2001:db8::/32, /api/v1/deny-list/2001:db8::/32",
        "/api/v1/deny-list/::ffff:203.0.113.0/120, /api/v1/deny-list/::ffff:203.0.113.0/120",
        "/api/v1/dataplane/interfaces/enp3s0f1.4094, /api/v1/dataplane/interfaces/enp3s0f1.4094",
        "/api/v1//users, /api/v1//users",
        "/, /",
        "/api/v1/api-keys/lumenlink_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8, /api/v1/api-keys/*",
        "/api/v1/users/AAECAwQFBgcICQoLDA0ODxAREhM, /api/v1/users/*",
        "/api/v1/users/000102030405060708090a0b0c0d0e0f, /api/v1/users/*",
        "/api/v1/users/12345678901234567890, /api/v1/users/*",
        "/api/v1/users/42;key=x, /api/v1/users/*",
        "/api/v1/users/%2042, /api/v1/users/*",
        "/1/2/3/4/5/6/7/8/9/10, /1/2/3/4/5/6/7"
    })
    void pathWhenRecordedThenHasNothingButWordsIdsAndAddresses(String path, String recorded) {
        assertThat(AuditPath.of(path)).isEqualTo(recorded);
    }
}
