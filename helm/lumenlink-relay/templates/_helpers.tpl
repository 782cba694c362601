{{- define "relay.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "relay.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- $name := include "relay.name" . }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "relay.selector" -}}
app.kubernetes.io/name: {{ include "relay.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "relay.labels" -}}
{{ include "relay.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "relay.image" -}}
{{- with .Values.image }}
{{- if .digest }}
{{- printf "%s@%s" .repository .digest }}
{{- else }}
{{- printf "%s:%s" .repository (default $.Chart.AppVersion .tag) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "relay.serviceAccountName" -}}
{{- default (ternary (include "relay.fullname" .) "" .Values.serviceAccount.create) .Values.serviceAccount.name }}
{{- end }}

{{- define "relay.priorityClassName" -}}
{{- if .Values.priorityClass.create }}{{ include "relay.fullname" . }}{{ else }}{{ .Values.priorityClassName }}{{ end }}
{{- end }}

{{- define "relay.isMonitored" -}}
{{- if or .Values.metrics.podMonitor.enabled .Values.metrics.serviceMonitor.enabled }}yes{{ end }}
{{- end }}

{{- define "relay.isLoopback" -}}
{{- if or (hasPrefix "127." .) (eq . "::1") }}yes{{ end }}
{{- end }}

{{/* Where health and metrics are served; empty: on the node's own address. */}}
{{- define "relay.managementAddress" -}}
{{- if .Values.management.address }}{{ .Values.management.address }}
{{- else if not (include "relay.isMonitored" .) }}127.0.0.1
{{- end }}
{{- end }}

{{/* The secret of the API keys, if there is one. */}}
{{- define "relay.apiKeysSecret" -}}
{{- if .Values.keys.externalSecret.enabled }}{{ include "relay.fullname" . }}-keys
{{- else if .Values.keys.api.existingSecret }}{{ .Values.keys.api.existingSecret }}
{{- else if .Values.keys.api.hashes }}{{ include "relay.fullname" . }}-keys
{{- end }}
{{- end }}

{{/* The secret of the key that token keys are encrypted under, if there is one. */}}
{{- define "relay.encryptionSecret" -}}
{{- if .Values.keys.externalSecret.enabled }}{{ include "relay.fullname" . }}-keys
{{- else }}{{ .Values.keys.encryption.existingSecret }}
{{- end }}
{{- end }}

{{/* What a schema cannot tell: values that do not go together. */}}
{{- define "relay.check" -}}
{{- $api := .Values.api }}
{{- if not (include "relay.isLoopback" $api.address) }}
{{- if not (or $api.tls.existingSecret $api.allowPlaintext) }}
{{- fail (printf "api.address %s is more than loopback, and keys would pass the network unencrypted: set api.tls.existingSecret, or api.allowPlaintext where something else protects them" $api.address) }}
{{- end }}
{{- else if $api.service.enabled }}
{{- fail (printf "api.service.enabled needs an API that listens on more than %s: set api.address" $api.address) }}
{{- end }}
{{- if and (include "relay.isMonitored" .) (include "relay.isLoopback" (include "relay.managementAddress" .)) }}
{{- fail "metrics.podMonitor and metrics.serviceMonitor need a management.address that Prometheus reaches: leave it empty for the node's own" }}
{{- end }}
{{- if and .Values.keys.api.hashes .Values.keys.api.existingSecret }}
{{- fail "keys.api.hashes and keys.api.existingSecret exclude each other" }}
{{- end }}
{{- with .Values.keys }}
{{- if .externalSecret.enabled }}
{{- if or .api.hashes .api.existingSecret .encryption.existingSecret }}
{{- fail "keys.externalSecret holds all keys: leave keys.api and keys.encryption empty" }}
{{- end }}
{{- if not (and .externalSecret.storeName .externalSecret.remoteKey) }}
{{- fail "keys.externalSecret needs storeName and remoteKey" }}
{{- end }}
{{- end }}
{{- end }}
{{- if .Values.data.existingClaim }}
{{- if ne .Values.kind "Deployment" }}
{{- fail "data.existingClaim is for kind Deployment: each node's relay has a registry of its own" }}
{{- end }}
{{- if gt (int .Values.replicas) 1 }}
{{- fail "data.existingClaim is for one relay: set replicas to 1" }}
{{- end }}
{{- end }}
{{- if and .Values.priorityClass.create .Values.priorityClassName }}
{{- fail "priorityClass.create and priorityClassName exclude each other" }}
{{- end }}
{{- $range := splitList "-" .Values.relay.egressPorts }}
{{- $first := int (index $range 0) }}
{{- $last := int (index $range 1) }}
{{- if or (lt $first 1) (gt $last 65535) (gt $first $last) }}
{{- fail (printf "relay.egressPorts %s is not a range of ports such as 20000-59999" .Values.relay.egressPorts) }}
{{- end }}
{{- if and (ge (int .Values.relay.port) $first) (le (int .Values.relay.port) $last) }}
{{- fail (printf "relay.egressPorts %s must not contain relay.port %d" .Values.relay.egressPorts (int .Values.relay.port)) }}
{{- end }}
{{- end }}
