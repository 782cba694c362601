package org.lumenlink.relay.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What Helm says after an installation is the next step, of that installation. */
class ChartNotesTest {

    @Test
    void notesByDefaultThenWaitForTheRelaysAndReadTheKeyOfOne() {
        assertThat(Chart.notes("image: {tag: 1.2.0}"))
                .contains("The relay lumenlink/relay:1.2.0 runs as a DaemonSet on UDP port 443 of eth0.\n")
                .contains("kubectl -n relays rollout status daemonset/edge-lumenlink-relay\n")
                .contains("kubectl -n relays logs -l app.kubernetes.io/instance=edge --tail=30\n")
                .contains("""
                          kubectl -n relays port-forward daemonset/edge-lumenlink-relay 8080:8080 &
                          key=$(kubectl -n relays exec daemonset/edge-lumenlink-relay -- cat /var/lib/lumenlink/admin.key)
                          curl http://127.0.0.1:8080/api/v1/users/42 -X PUT\
                        """)
                .contains("Each node has a registry of its own, in /var/lib/lumenlink.")
                .doesNotContain("NetworkPolicy");
    }

    @Test
    void notesOfAPodWithKeysAndACertificateThenNameThem() {
        assertThat(Chart.notes("""
                        kind: Pod
                        image: {digest: "sha256:%s"}
                        api: {address: 0.0.0.0, port: 8443, tls: {existingSecret: relay-tls}}
                        keys: {api: {existingSecret: relay-keys}}
                        networkPolicy: {enabled: true}
                        """.formatted("0".repeat(64))))
                .contains("The relay lumenlink/relay@sha256:000")
                .contains("kubectl -n relays wait --for=condition=Ready pod/edge-lumenlink-relay\n")
                .contains("key=...   # one of those whose hashes are in the secret relay-keys\n")
                .contains("curl --insecure https://127.0.0.1:8443/api/v1/users/42 -X PUT")
                .contains("most networks do not apply a NetworkPolicy to pods in the node's network");
    }

    @Test
    void notesOfADeploymentWithAClaimThenNameTheClaim() {
        assertThat(Chart.notes("{kind: Deployment, data: {existingClaim: relay-data}}"))
                .contains("deployment/edge-lumenlink-relay")
                .contains("Its registry is in the volume of the claim relay-data.");
    }
}
