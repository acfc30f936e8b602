{{- define "parley.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* At most 57 characters, so that "-admin" fits. */}}
{{- define "parley.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 57 | trimSuffix "-" -}}
{{- else if contains (include "parley.name" .) .Release.Name -}}
{{- .Release.Name | trunc 57 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "parley.name" .) | trunc 57 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "parley.selectorLabels" -}}
app.kubernetes.io/name: {{ include "parley.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "parley.labels" -}}
{{ include "parley.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "parley.image" -}}
{{- $repository := required "image.repository is required: the repository of the image, such as registry.example.com/team/parley" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "parley.serviceAccountName" -}}
{{- default (include "parley.fullname" .) .Values.serviceAccount.existingName -}}
{{- end -}}

{{- define "parley.adminTokenSecret" -}}
{{- default (printf "%s-admin" (include "parley.fullname" .)) .Values.adminToken.existingSecret -}}
{{- end -}}

{{- define "parley.dataClaim" -}}
{{- default (include "parley.fullname" .) .Values.persistence.existingClaim -}}
{{- end -}}

{{- define "parley.gracePeriod" -}}
{{- if lt (int .Values.terminationGracePeriodSeconds) (add 10 .Values.preStopSleepSeconds | int) -}}
{{- fail "terminationGracePeriodSeconds must be at least preStopSleepSeconds and 10 s for the drain" -}}
{{- end -}}
{{- .Values.terminationGracePeriodSeconds -}}
{{- end -}}

{{- define "parley.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "parley.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* What the values say, then what config says, then what cannot be otherwise in the chart. */}}
{{- define "parley.application" -}}
{{- $history := .Values.history -}}
{{- $values := dict "parley" (dict
      "history" (dict
        "mode" $history.mode
        "retention-messages" (int $history.retentionMessages)
        "retention-age" $history.retentionAge)
      "accounts" (dict "allow-plaintext" .Values.accounts.allowPlaintext)
      "webhooks" (dict "allow-private-networks" .Values.webhooks.allowPrivateNetworks)
      "admin" (dict "hosts" (include "parley.adminHosts" . | fromYamlArray))
      "tcp" (dict "login-required" .Values.chat.loginRequired)) -}}
{{- if and .Values.chat.tls.enabled .Values.chat.tls.loginRequired -}}
{{- $_ := set $values.parley.tcp "tls" (dict "login-required" true) -}}
{{- end -}}
{{- with .Values.admin.oidc -}}
{{- if .issuerUri -}}
{{- $jwt := dict "issuer-uri" .issuerUri -}}
{{- if .audience -}}
{{- $_ := set $jwt "audiences" .audience -}}
{{- end -}}
{{- $_ := set $values "spring" (dict "security" (dict "oauth2" (dict "resourceserver" (dict "jwt" $jwt)))) -}}
{{- $_ := set $values.parley.admin "oidc" (dict "role-claim" .roleClaim) -}}
{{- end -}}
{{- end -}}
{{- $own := .Files.Get "files/application.yml" | fromYaml -}}
{{- if .Values.chat.tls.enabled -}}
{{- $own = mergeOverwrite $own (.Files.Get "files/tls.yml" | fromYaml) -}}
{{- end -}}
{{- if .Values.database.url -}}
{{- $own = mergeOverwrite $own (dict "spring" (dict "datasource" (dict "url" (include "parley.databaseUrl" .)))) -}}
{{- end -}}
{{- toYaml (mergeOverwrite $values (deepCopy .Values.config) $own) -}}
{{- end -}}

{{/* The names by which the REST API is reached; it refuses others. */}}
{{- define "parley.adminHosts" -}}
{{- $service := printf "%s-admin" (include "parley.fullname" .) -}}
{{- $inNamespace := printf "%s.%s" $service .Release.Namespace -}}
{{- $hosts := list $service $inNamespace (printf "%s.svc" $inNamespace) (printf "%s.svc.cluster.local" $inNamespace) -}}
{{- if .Values.admin.ingress.enabled -}}
{{- $hosts = append $hosts .Values.admin.ingress.host -}}
{{- end -}}
{{- concat $hosts .Values.admin.hosts | uniq | toYaml -}}
{{- end -}}

{{- define "parley.loginRequired" -}}
{{- if (index (include "parley.application" . | fromYaml).parley.tcp "login-required") -}}
true
{{- end -}}
{{- end -}}

{{- define "parley.databaseUrl" -}}
{{- if regexMatch "[?&]password=" .Values.database.url -}}
{{- fail "database.url must not contain a password, because it is readable in a ConfigMap: put it into the Secret of database.existingSecret" -}}
{{- end -}}
{{- .Values.database.url -}}
{{- end -}}

{{- define "parley.databaseSecret" -}}
{{- required "database.existingSecret is required with database.url: a Secret with the user's name and password" .Values.database.existingSecret -}}
{{- end -}}

{{/* The ports of the database's hosts, one a line: a URL may name several. */}}
{{- define "parley.databasePorts" -}}
{{- $hosts := regexReplaceAll "^jdbc:postgresql://([^/?]*).*$" .Values.database.url "${1}" -}}
{{- $ports := list -}}
{{- range splitList "," $hosts -}}
{{- $ports = append $ports (regexFind ":[0-9]+$" . | trimPrefix ":" | default "5432") -}}
{{- end -}}
{{- uniq $ports | join "\n" -}}
{{- end -}}
