{{/* What a pod is beside its name: the same under a DaemonSet, a Deployment and by itself. */}}
{{- define "relay.podSpec" -}}
automountServiceAccountToken: false
{{- with include "relay.serviceAccountName" . }}
serviceAccountName: {{ . }}
{{- end }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
# The program is on the node's interfaces.
hostNetwork: true
dnsPolicy: ClusterFirstWithHostNet
{{- with include "relay.priorityClassName" . }}
priorityClassName: {{ . }}
{{- end }}
terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
securityContext:
  seccompProfile:
    type: RuntimeDefault
containers:
  - name: relay
    image: {{ include "relay.image" . | quote }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    args:
      - relay
      {{- if .Values.relay.endpoints }}
      - {{ printf "--lumenlink.relay.endpoints=%s" (join "," .Values.relay.endpoints) | quote }}
      {{- end }}
      {{- range $name, $value := .Values.relay.settings }}
      - {{ printf "--%s=%v" $name $value | quote }}
      {{- end }}
    env:
      {{- include "relay.env" . | nindent 6 }}
    ports:
      - {name: relay, containerPort: {{ .Values.relay.port }}, hostPort: {{ .Values.relay.port }}, protocol: UDP}
      - {name: api, containerPort: {{ .Values.api.port }}, hostPort: {{ .Values.api.port }}, protocol: TCP}
      - {name: management, containerPort: {{ .Values.management.port }}, hostPort: {{ .Values.management.port }}, protocol: TCP}
    securityContext:
      # Root without any capability but these three: the folders of the node are root's.
      runAsUser: 0
      runAsGroup: 0
      privileged: false
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities:
        drop: [ALL]
        add: [BPF, NET_ADMIN, PERFMON]
    startupProbe:
      {{- include "relay.probe" (list . "/health") | nindent 6 }}
      periodSeconds: 2
      failureThreshold: 60
    livenessProbe:
      {{- include "relay.probe" (list . "/health") | nindent 6 }}
      periodSeconds: 10
      timeoutSeconds: 3
      failureThreshold: 3
    readinessProbe:
      {{- include "relay.probe" (list . "/ready") | nindent 6 }}
      periodSeconds: 5
      timeoutSeconds: 3
      failureThreshold: 2
    resources:
      {{- toYaml .Values.resources | nindent 6 }}
    volumeMounts:
      - {name: bpf, mountPath: /sys/fs/bpf, mountPropagation: HostToContainer}
      - {name: data, mountPath: /var/lib/lumenlink}
      - {name: tmp, mountPath: /tmp}
      {{- if include "relay.apiKeysSecret" . }}
      - {name: api-keys, mountPath: /etc/lumenlink/api-keys, readOnly: true}
      {{- end }}
      {{- if include "relay.encryptionSecret" . }}
      - {name: encryption-key, mountPath: /etc/lumenlink/encryption-key, readOnly: true}
      {{- end }}
      {{- if .Values.api.tls.existingSecret }}
      - {name: tls, mountPath: /etc/lumenlink/tls, readOnly: true}
      {{- end }}
volumes:
  - name: bpf
    hostPath: {path: {{ .Values.bpf.hostPath | quote }}, type: Directory}
  - name: data
    {{- if .Values.data.existingClaim }}
    persistentVolumeClaim: {claimName: {{ .Values.data.existingClaim }}}
    {{- else }}
    hostPath: {path: {{ .Values.data.hostPath | quote }}, type: DirectoryOrCreate}
    {{- end }}
  - name: tmp
    emptyDir: {medium: Memory, sizeLimit: 16Mi}
  {{- with include "relay.apiKeysSecret" . }}
  - name: api-keys
    secret: {secretName: {{ . }}, defaultMode: 0400, items: [{key: api-keys, path: api-keys}]}
  {{- end }}
  {{- with include "relay.encryptionSecret" . }}
  - name: encryption-key
    secret: {secretName: {{ . }}, defaultMode: 0400, items: [{key: encryption-key, path: encryption-key}]}
  {{- end }}
  {{- with .Values.api.tls.existingSecret }}
  - name: tls
    secret: {secretName: {{ . }}, defaultMode: 0400}
  {{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "relay.env" -}}
- {name: RELAY_INTERFACE, value: {{ join "," .Values.relay.interfaces | quote }}}
- {name: RELAY_PORT, value: {{ .Values.relay.port | quote }}}
- {name: RELAY_EGRESS_PORTS, value: {{ .Values.relay.egressPorts | quote }}}
- {name: RELAY_ATTACH_MODE, value: {{ .Values.relay.attachMode }}}
- {name: RELAY_DETACH_ON_SHUTDOWN, value: {{ .Values.relay.detachOnShutdown | quote }}}
- {name: RELAY_LOG, value: {{ .Values.relay.log | quote }}}
- {name: RELAY_API_ADDRESS, value: {{ .Values.api.address | quote }}}
- {name: RELAY_API_PORT, value: {{ .Values.api.port | quote }}}
{{- with include "relay.managementAddress" . }}
- {name: RELAY_MANAGEMENT_ADDRESS, value: {{ . | quote }}}
{{- else }}
- {name: RELAY_MANAGEMENT_ADDRESS, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}
{{- end }}
- {name: RELAY_MANAGEMENT_PORT, value: {{ .Values.management.port | quote }}}
{{- if include "relay.apiKeysSecret" . }}
- {name: LUMENLINK_RELAY_API_KEYS_FILE, value: /etc/lumenlink/api-keys/api-keys}
{{- end }}
{{- if include "relay.encryptionSecret" . }}
- {name: LUMENLINK_RELAY_TOKEN_KEYS_ENCRYPTION_KEY_FILE, value: /etc/lumenlink/encryption-key/encryption-key}
{{- end }}
{{- if .Values.api.tls.existingSecret }}
- {name: SERVER_SSL_CERTIFICATE, value: "file:/etc/lumenlink/tls/tls.crt"}
- {name: SERVER_SSL_CERTIFICATE_PRIVATE_KEY, value: "file:/etc/lumenlink/tls/tls.key"}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* A probe of the management port: on loopback, where it listens there. */}}
{{- define "relay.probe" -}}
{{- $root := index . 0 }}
{{- $address := include "relay.managementAddress" $root -}}
httpGet:
  path: {{ index . 1 }}
  port: management
  {{- if $address }}
  host: {{ ternary "127.0.0.1" (ternary "::1" $address (eq $address "::")) (eq $address "0.0.0.0") | quote }}
  {{- end }}
{{- end }}
