package org.lumenlink.relay.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that cannot work are refused before anything is installed, by a message that names them. */
class ChartValuesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {kind: StatefulSet}                                                    | kind
                    {replicas: 0}                                                          | replicas
                    {relay: {port: 70000}}                                                 | port
                    {relay: {port: "443"}}                                                 | port
                    {relay: {interfaces: []}}                                              | interfaces
                    {relay: {interfaces: eth0}}                                            | interfaces
                    {relay: {interfaces: ["eth 0"]}}                                       | interfaces
                    {relay: {interfaces: [eth0, eth0]}}                                    | interfaces
                    {relay: {interface: eth0}}                                             | interface
                    {relay: {attachMode: offload}}                                         | attachMode
                    {relay: {egressPorts: "20000"}}                                        | egressPorts
                    {relay: {egressPorts: "3000-2000"}}                                    | relay.egressPorts 3000-2000 is not a range
                    {relay: {egressPorts: "20000-99999"}}                                  | relay.egressPorts 20000-99999 is not a range
                    {relay: {port: 443, egressPorts: "400-500"}}                           | must not contain relay.port 443
                    {relay: {log: verbose}}                                                | log
                    {relay: {detachOnShutdown: "no"}}                                      | detachOnShutdown
                    {relay: {endpoints: ["relay.example.org:443"]}}                        | endpoints
                    {relay: {settings: {Max Users: 1}}}                                    | Max Users
                    {relay: {settings: {lumenlink.relay.max-users: [1]}}}                  | settings
                    {unknown: 1}                                                           | unknown
                    {image: {repository: ""}}                                              | repository
                    {image: {digest: "sha256:12"}}                                         | digest
                    {api: {address: localhost}}                                            | address
                    {api: {address: 0.0.0.0}}                                              | api.address 0.0.0.0 is more than loopback
                    {api: {address: "::"}}                                                 | api.address :: is more than loopback
                    {api: {service: {enabled: true}}}                                      | api.service.enabled needs an API that listens on more than 127.0.0.1
                    {api: {service: {enabled: true, type: ExternalName}}}                  | type
                    {management: {address: 127.0.0.1}, metrics: {podMonitor: {enabled: true}}} | need a management.address that Prometheus reaches
                    {metrics: {podMonitor: {interval: often}}}                             | interval
                    {keys: {api: {hashes: [{role: root, sha256: 0, name: me}]}}}           | role
                    {keys: {api: {hashes: [{role: admin, sha256: secret, name: me}]}}}     | sha256
                    {keys: {api: {hashes: [{role: admin, name: me}]}}}                     | sha256
                    {keys: {externalSecret: {enabled: true}}}                              | keys.externalSecret needs storeName and remoteKey
                    {keys: {externalSecret: {enabled: true, storeName: a, remoteKey: b}, api: {existingSecret: c}}} | leave keys.api and keys.encryption empty
                    {cleanup: {waitSeconds: 0}}                                            | waitSeconds
                    {data: {hostPath: relative}}                                           | hostPath
                    {data: {existingClaim: a}}                                             | data.existingClaim is for kind Deployment
                    {kind: Deployment, replicas: 2, data: {existingClaim: a}}              | data.existingClaim is for one relay
                    {podDisruptionBudget: {enabled: true, minAvailable: "50%"}}            | minAvailable
                    {networkPolicy: {apiFrom: [10.0.0.1]}}                                 | apiFrom
                    {priorityClass: {create: true}, priorityClassName: system-node-critical} | priorityClass.create and priorityClassName exclude each other
                    {updateStrategy: {maxUnavailable: 0}}                                  | maxUnavailable
                    {terminationGracePeriodSeconds: 1}                                     | terminationGracePeriodSeconds
                    {nodeSelector: {a: true}}                                              | nodeSelector
                    """)
    void valuesWhenBadThenRefused(String values, String named) {
        assertThatThrownBy(() -> Chart.template(values)).hasMessageContaining(named);
    }
}
