package org.lumenlink.relay.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.chart.Manifests.Manifest;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** What the chart renders, every object of it read strictly. */
class ChartTest {

    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final String EVERYTHING = """
            kind: DaemonSet
            nodeSelector: {lumenlink.org/relay: "true"}
            tolerations: [{operator: Exists}]
            affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}}
            imagePullSecrets: [{name: registry}]
            relay: {interfaces: [eth0, eth1], port: 7777, endpoints: ["203.0.113.1:7777"], settings: {lumenlink.relay.max-users: 1000}}
            api: {address: 0.0.0.0, tls: {existingSecret: relay-tls}, service: {enabled: true, annotations: {a: b}}}
            keys: {api: {hashes: [{role: viewer, sha256: "%s", name: grafana}]}, encryption: {existingSecret: relay-encryption}}
            metrics:
              podMonitor: {enabled: true, labels: {release: prometheus}}
              serviceMonitor: {enabled: true, labels: {release: prometheus}}
              rules: {enabled: true, labels: {release: prometheus}}
              dashboard: {enabled: true}
            networkPolicy: {enabled: true, apiFrom: [10.0.0.0/8, "fd00::/8"], managementFrom: [10.1.0.0/16]}
            podDisruptionBudget: {enabled: true, minAvailable: 2}
            priorityClass: {create: true}
            serviceAccount: {annotations: {a: b}}
            podAnnotations: {a: b}
            podLabels: {c: d}
            extraEnv: [{name: JDK_JAVA_OPTIONS, value: -Xmx400m}]
            """.formatted(HASH);

    @Test
    void chartWhenLintedStrictlyThenHasNoFault() {
        LintResult result = new Helm(Chart.FOLDER).lint().strict().call();

        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }

    @Test
    void chartByDefaultThenIsADaemonSetWithItsAccount() {
        assertThat(Chart.render("{}").stream().map(Manifest::kind))
                .containsExactlyInAnyOrder("ServiceAccount", "DaemonSet");
    }

    @Test
    void chartWithEverythingThenHasEveryObjectOnceAndEachOfTheRelease() {
        List<Manifest> manifests = Chart.render(EVERYTHING);

        assertThat(manifests.stream().map(Manifest::kind))
                .containsExactlyInAnyOrder(
                        "ServiceAccount",
                        "DaemonSet",
                        "Secret",
                        "Service",
                        "Service",
                        "PodMonitor",
                        "ServiceMonitor",
                        "PrometheusRule",
                        "ConfigMap",
                        "NetworkPolicy",
                        "PodDisruptionBudget",
                        "PriorityClass");
        Set<String> names = new HashSet<>();
        for (Manifest manifest : manifests) {
            HasMetadata object = manifest.object();
            assertThat(names.add(object.getKind() + "/" + object.getMetadata().getName()))
                    .isTrue();
            assertThat(object.getMetadata().getName()).startsWith("edge-lumenlink-relay");
            assertThat(object.getMetadata().getLabels())
                    .containsEntry("app.kubernetes.io/instance", "edge")
                    .containsEntry("app.kubernetes.io/name", "lumenlink-relay");
        }
    }

    @Test
    void containerThenHasThreeCapabilitiesAndNothingThatItDoesNotNeed() {
        PodSpec pod = daemonSetPod("{}");
        SecurityContext context = relay(pod).getSecurityContext();

        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(context.getCapabilities().getAdd()).containsExactly("BPF", "NET_ADMIN", "PERFMON");
        assertThat(context.getPrivileged()).isFalse();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getHostIPC()).isNull();
        assertThat(pod.getHostNetwork()).isTrue();
        assertThat(pod.getDnsPolicy()).isEqualTo("ClusterFirstWithHostNet");
    }

    @Test
    void containerThenHasTheNodesBpfFileSystemAndItsDataAndAFolderForTemporaryFiles() {
        PodSpec pod = daemonSetPod("{}");

        assertThat(pod.getVolumes().stream()
                        .filter(volume -> volume.getHostPath() != null)
                        .collect(Collectors.toMap(
                                volume -> volume.getName(),
                                volume -> volume.getHostPath().getPath())))
                .containsExactlyInAnyOrderEntriesOf(Map.of("bpf", "/sys/fs/bpf", "data", "/var/lib/lumenlink"));
        assertThat(relay(pod).getVolumeMounts())
                .extracting(mount -> mount.getMountPath())
                .containsExactly("/sys/fs/bpf", "/var/lib/lumenlink", "/tmp");
    }

    @Test
    void probesThenAskTheManagementPortWhereItListens() {
        Container loopback = relay(daemonSetPod("{}"));
        assertThat(probes(loopback)).allSatisfy(probe -> {
            assertThat(probe.getHttpGet().getPort()).isEqualTo(new IntOrString("management"));
            assertThat(probe.getHttpGet().getHost()).isEqualTo("127.0.0.1");
        });
        assertThat(environment(loopback)).containsEntry("RELAY_MANAGEMENT_ADDRESS", "127.0.0.1");
        assertThat(loopback.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/ready");
        assertThat(loopback.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health");

        Container monitored = relay(daemonSetPod("metrics: {podMonitor: {enabled: true}}"));
        assertThat(probes(monitored))
                .allSatisfy(probe -> assertThat(probe.getHttpGet().getHost()).isNull());
        assertThat(monitored.getEnv())
                .filteredOn(variable -> variable.getName().equals("RELAY_MANAGEMENT_ADDRESS"))
                .singleElement()
                .satisfies(variable -> assertThat(
                                variable.getValueFrom().getFieldRef().getFieldPath())
                        .isEqualTo("status.hostIP"));
        assertThat(probes(relay(daemonSetPod("management: {address: '::'}"))))
                .allSatisfy(probe -> assertThat(probe.getHttpGet().getHost()).isEqualTo("::1"));
    }

    @Test
    void upgradeThenLeavesTheProgramToTheNextRelayOfEachNode() {
        DaemonSet relays = only(Chart.render("{}"), DaemonSet.class);

        assertThat(relays.getSpec().getUpdateStrategy().getType()).isEqualTo("RollingUpdate");
        assertThat(relays.getSpec().getUpdateStrategy().getRollingUpdate().getMaxUnavailable())
                .isEqualTo(new IntOrString(1));
        assertThat(relays.getSpec().getUpdateStrategy().getRollingUpdate().getMaxSurge())
                .isNull();
        PodSpec pod = relays.getSpec().getTemplate().getSpec();
        assertThat(environment(relay(pod))).containsEntry("RELAY_DETACH_ON_SHUTDOWN", "false");
        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(30);
    }

    @Test
    void deploymentThenEndsOneRelayBeforeTheNext() {
        Deployment deployment = only(
                Chart.render("{kind: Deployment, replicas: 1, data: {existingClaim: relay-data}}"), Deployment.class);

        assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
        assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("Recreate");
        assertThat(deployment.getSpec().getTemplate().getSpec().getVolumes())
                .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
                .singleElement()
                .satisfies(
                        volume -> assertThat(volume.getPersistentVolumeClaim().getClaimName())
                                .isEqualTo("relay-data"));
    }

    @Test
    void cleanUpThenRemovesThePinsOnEachNodeWithARelayAndHasNoCapability() {
        List<Manifest> hooks = Chart.renderHooks("cleanup.yaml", EVERYTHING);
        DaemonSet cleanUp = only(hooks, DaemonSet.class);
        PodSpec pod = cleanUp.getSpec().getTemplate().getSpec();
        Job wait = only(hooks, Job.class);

        assertThat(hooks)
                .hasSize(2)
                .allSatisfy(hook -> assertThat(hook.object().getMetadata().getAnnotations())
                        .containsEntry("hook", "pre-delete")
                        .containsEntry("hook-delete-policy", "before-hook-creation,hook-succeeded,hook-failed"));
        assertThat(pod.getInitContainers())
                .singleElement()
                .satisfies(container -> assertThat(container.getCommand())
                        .containsExactly("find", "/sys/fs/bpf/lumenlink", "-mindepth", "1", "-delete"))
                .satisfies(container -> assertThat(
                                container.getSecurityContext().getCapabilities().getAdd())
                        .isEmpty());
        assertThat(pod.getAffinity()
                        .getPodAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getFirst()
                        .getLabelSelector()
                        .getMatchLabels())
                .isEqualTo(only(Chart.render(EVERYTHING), DaemonSet.class)
                        .getSpec()
                        .getSelector()
                        .getMatchLabels());
        assertThat(pod.getTolerations()).hasSize(1);
        assertThat(wait.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getCommand())
                .containsExactly("sleep", "30");
        assertThat(Chart.renderHooks("cleanup.yaml", "relay: {detachOnShutdown: true}"))
                .as("there is nothing to clean")
                .isEmpty();
    }

    @Test
    void keysWhenGivenThenAreMountedAndNamed() {
        List<Manifest> manifests = Chart.render(EVERYTHING);
        Container relay =
                relay(only(manifests, DaemonSet.class).getSpec().getTemplate().getSpec());

        assertThat(only(manifests, Secret.class).getStringData())
                .containsExactly(Map.entry("api-keys", "viewer " + HASH + " grafana\n"));
        assertThat(environment(relay))
                .containsEntry("LUMENLINK_RELAY_API_KEYS_FILE", "/etc/lumenlink/api-keys/api-keys")
                .containsEntry(
                        "LUMENLINK_RELAY_TOKEN_KEYS_ENCRYPTION_KEY_FILE",
                        "/etc/lumenlink/encryption-key/encryption-key")
                .containsEntry("SERVER_SSL_CERTIFICATE", "file:/etc/lumenlink/tls/tls.crt")
                .containsEntry("JDK_JAVA_OPTIONS", "-Xmx400m");
        assertThat(relay.getVolumeMounts())
                .filteredOn(mount -> mount.getMountPath().startsWith("/etc/lumenlink"))
                .hasSize(3)
                .allSatisfy(mount -> assertThat(mount.getReadOnly()).isTrue());
    }

    @Test
    void keysWhenExternalThenAnExternalSecretFetchesThem() {
        List<Manifest> manifests =
                Chart.render("keys: {externalSecret: {enabled: true, storeName: vault, remoteKey: relays/edge}}");
        ExternalSecret secret = only(manifests, ExternalSecret.class);

        assertThat(secret.getSpec().secretStoreRef().name()).isEqualTo("vault");
        assertThat(secret.getSpec().data())
                .extracting(ExternalSecret.Data::secretKey)
                .containsExactly("api-keys", "encryption-key");
        assertThat(only(manifests, DaemonSet.class)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getVolumes())
                .filteredOn(volume -> volume.getSecret() != null)
                .extracting(volume -> volume.getSecret().getSecretName())
                .containsOnly(secret.getSpec().target().name());
    }

    @Test
    void settingsThenBecomeArgumentsAndVariables() {
        Container relay = relay(daemonSetPod(EVERYTHING));

        assertThat(relay.getArgs())
                .containsExactly(
                        "relay", "--lumenlink.relay.endpoints=203.0.113.1:7777", "--lumenlink.relay.max-users=1000");
        assertThat(environment(relay))
                .containsEntry("RELAY_INTERFACE", "eth0,eth1")
                .containsEntry("RELAY_PORT", "7777")
                .containsEntry("RELAY_EGRESS_PORTS", "20000-59999")
                .containsEntry("RELAY_API_ADDRESS", "0.0.0.0");
    }

    @Test
    void monitoringThenSelectsTheRelaysAndHasTheFilesOfTheChart() throws IOException {
        List<Manifest> manifests = Chart.render(EVERYTHING);
        Map<String, String> podLabels = only(manifests, DaemonSet.class)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels();
        PodMonitor pods = only(manifests, PodMonitor.class);
        ServiceMonitor services = only(manifests, ServiceMonitor.class);
        Service metrics = manifests.stream()
                .filter(manifest -> manifest.object().getMetadata().getName().endsWith("-metrics"))
                .findAny()
                .orElseThrow()
                .as(Service.class);

        assertThat(podLabels)
                .containsAllEntriesOf(pods.getSpec().getSelector().getMatchLabels())
                .containsAllEntriesOf(metrics.getSpec().getSelector())
                .containsEntry("c", "d");
        assertThat(metrics.getMetadata().getLabels())
                .containsAllEntriesOf(services.getSpec().getSelector().getMatchLabels());
        assertThat(pods.getMetadata().getLabels()).containsEntry("release", "prometheus");
        Map<String, Object> rules = new Yaml().load(Files.readString(Chart.FOLDER.resolve("files/alerts.yaml")));
        Object spec = manifests.stream()
                .filter(manifest -> manifest.object() instanceof PrometheusRule)
                .findAny()
                .orElseThrow()
                .document()
                .get("spec");
        assertThat(spec).isEqualTo(rules);
        assertThat(JsonMapper.shared()
                        .readTree(only(manifests, ConfigMap.class).getData().get("lumenlink-relay.json")))
                .isEqualTo(
                        JsonMapper.shared().readTree(Files.readString(Chart.FOLDER.resolve("files/dashboard.json"))));
    }

    @Test
    void networkPolicyThenLetsClientsInFromAnywhereAndOthersFromWhereTheyAreAllowed() {
        NetworkPolicy policy = only(Chart.render(EVERYTHING), NetworkPolicy.class);

        assertThat(policy.getSpec().getIngress()).hasSize(3);
        assertThat(policy.getSpec().getIngress().get(0).getFrom()).isEmpty();
        assertThat(policy.getSpec().getIngress().get(0).getPorts().getFirst().getProtocol())
                .isEqualTo("UDP");
        assertThat(policy.getSpec().getIngress().get(1).getFrom())
                .extracting(peer -> peer.getIpBlock().getCidr())
                .containsExactly("10.0.0.0/8", "fd00::/8");
        assertThat(only(Chart.render("networkPolicy: {enabled: true}"), NetworkPolicy.class)
                        .getSpec()
                        .getIngress())
                .as("nobody but clients unless named")
                .hasSize(1);
    }

    @Test
    void budgetAndPriorityThenAreThoseOfTheValues() {
        List<Manifest> manifests = Chart.render(EVERYTHING);

        assertThat(only(manifests, PodDisruptionBudget.class).getSpec().getMinAvailable())
                .isEqualTo(new IntOrString(2));
        assertThat(only(manifests, PriorityClass.class).getValue()).isEqualTo(1_000_000);
        assertThat(daemonSetPod(EVERYTHING).getPriorityClassName()).isEqualTo("edge-lumenlink-relay");
    }

    @Test
    void podThenIsOneByItself() {
        List<Manifest> manifests = Chart.render("{kind: Pod, serviceAccount: {create: false}}");

        assertThat(manifests).singleElement().satisfies(manifest -> {
            PodSpec pod = manifest.as(Pod.class).getSpec();
            assertThat(pod).isEqualTo(podWithoutAccount());
        });
    }

    private static PodSpec podWithoutAccount() {
        return daemonSetPod("{serviceAccount: {create: false}}");
    }

    private static PodSpec daemonSetPod(String values) {
        return only(Chart.render(values), DaemonSet.class)
                .getSpec()
                .getTemplate()
                .getSpec();
    }

    private static Container relay(PodSpec pod) {
        assertThat(pod.getContainers()).hasSize(1);
        assertThat(pod.getInitContainers()).isEmpty();
        return pod.getContainers().getFirst();
    }

    private static List<Probe> probes(Container container) {
        return Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                .toList();
    }

    private static Map<String, String> environment(Container container) {
        return container.getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    private static <T extends HasMetadata> T only(List<Manifest> manifests, Class<T> type) {
        List<Manifest> found = manifests.stream()
                .filter(manifest -> type.isInstance(manifest.object()))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst().as(type);
    }
}
