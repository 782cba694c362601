package org.lumenlink.relay.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader that the chart is tested with is strict. */
class ManifestsTest {

    @Test
    void objectWhenRightThenIsRead() {
        assertThat(Manifests.read("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostNetwork: true}}"))
                .singleElement()
                .satisfies(manifest -> assertThat(manifest.kind()).isEqualTo("Pod"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostNetwrk: true}}",
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, probe: {}}]}}",
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, metadata: {name: b}}",
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostNetwork: {}}}",
                "{apiVersion: v1, kind: Pode, metadata: {name: a}}",
                "{apiVersion: monitoring.coreos.com/v1, kind: PodMonitor, metadata: {name: a}, spec: {ports: []}}",
                "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: a}, spec: {store: a}}",
            })
    void objectWhenWrongThenIsRefused(String document) {
        assertThatThrownBy(() -> Manifests.read(document)).isInstanceOf(RuntimeException.class);
    }
}
