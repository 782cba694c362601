package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.api.RefusedRequests.INTERFACES;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterfacesOverHttpTest extends WebLayerTest {

    @Test
    void interfaceWhenPutThenCreatedOnceAndTheDataplaneIsTold() {
        ApiClient.Answer first = api.send("PUT", INTERFACES + "spare");
        ApiClient.Answer second = api.send("PUT", INTERFACES + "spare");

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(first.response().body())
                .isEqualTo(api.send("GET", "/api/v1/dataplane").response().body());
    }

    @Test
    void interfaceWhenDeletedThenGoneAndTheLastOneStays() {
        assertThat(api.send("DELETE", INTERFACES + "far").status()).isEqualTo(204);
        assertThat(api.send("DELETE", INTERFACES + "far").status()).isEqualTo(404);
        assertThat(api.send("DELETE", INTERFACES + "near").status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth0.5", "br-lan", "wg_0", "veth@x", "a", "fifteen-letters"})
    void nameWhenTheKernelTakesItThenTheRelayDoesToo(String name) {
        assertThat(api.send("PUT", INTERFACES + name).problem())
                .as("understood, though there is no such interface")
                .containsEntry("status", 422);
    }
}
