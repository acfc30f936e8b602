{{- define "parley.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Gives each value that is null its default. Every template begins with it. */}}
{{- define "parley.fillIn" -}}
{{- include "parley.fill" (dict "values" .Values "defaults" (.Files.Get "files/defaults.yaml" | fromYaml)) -}}
{{- end -}}

{{- define "parley.fill" -}}
{{- range $key, $default := .defaults -}}
{{- $value := get $.values $key -}}
{{- if kindIs "map" $default -}}
{{- if not (kindIs "map" $value) -}}
{{- $value = dict -}}
{{- $_ := set $.values $key $value -}}
{{- end -}}
{{- include "parley.fill" (dict "values" $value "defaults" $default) -}}
{{- else if or (not (hasKey $.values $key)) (kindIs "invalid" $value) -}}
{{- $_ := set $.values $key $default -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* A DNS label of at most 57 characters, so that "-admin" fits. It begins with a letter, as names of services must. */}}
{{- define "parley.fullname" -}}
{{- $name := .Values.fullnameOverride -}}
{{- if not $name -}}
{{- $name = .Release.Name -}}
{{- if not (contains (include "parley.name" .) $name) -}}
{{- $name = printf "%s-%s" $name (include "parley.name" .) -}}
{{- end -}}
{{- if not (regexMatch "^[a-z]" $name) -}}
{{- $name = printf "parley-%s" $name -}}
{{- end -}}
{{- end -}}
{{- $name | replace "." "-" | trunc 57 | trimSuffix "-" -}}
{{- end -}}

{{- define "parley.selectorLabels" -}}
app.kubernetes.io/name: {{ include "parley.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "parley.labels" -}}
{{ include "parley.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | quote }}
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

{{/* Whether the data folder is on a claim. With database.url, nothing in it needs to be kept. */}}
{{- define "parley.hasClaim" -}}
{{- if and .Values.persistence.enabled (not .Values.database.url) -}}
true
{{- end -}}
{{- end -}}

{{/* Whether a second pod waits to take over the database. */}}
{{- define "parley.hasStandby" -}}
{{- if gt (int .Values.replicas) 1 -}}
true
{{- end -}}
{{- end -}}

{{/* With a standby, the label that the pod sets on itself while it serves the chat. */}}
{{- define "parley.writerLabel" -}}
{{- if include "parley.hasStandby" . -}}
parley.dev/role: writer
{{- end -}}
{{- end -}}

{{- define "parley.dataClaim" -}}
{{- default (include "parley.fullname" .) .Values.persistence.existingClaim -}}
{{- end -}}

{{- define "parley.drainWindow" -}}
{{- $property := get (include "parley.config" . | fromYaml) "parley.drain.window" -}}
{{- kindIs "map" $property | ternary $property (dict "value" "40s") | dig "value" "" -}}
{{- end -}}

{{/* Seconds from SIGTERM to the end of the process: the drain, 10 s until its last connections are reset, 15 s for
requests of the REST API (timeout-per-shutdown-phase), and 5 s for the rest. */}}
{{- define "parley.stopSeconds" -}}
{{- $window := include "parley.drainWindow" . -}}
{{- if not (regexMatch "^[0-9]+(ms|s|m|h)?$" $window) -}}
{{- fail (printf "config.parley.drain.window cannot be %s: it must be a number with ms, s, m or h, such as 40s" $window) -}}
{{- end -}}
{{- $number := regexFind "^[0-9]+" $window | int -}}
{{- $unit := regexFind "[a-z]*$" $window -}}
{{- $seconds := get (dict "h" (mul $number 3600) "m" (mul $number 60) "s" $number) $unit | default (div (add $number 999) 1000) -}}
{{- add $seconds 30 -}}
{{- end -}}

{{- define "parley.preStopSleep" -}}
{{- if .Values.preStopSleepSeconds -}}
{{- int .Values.preStopSleepSeconds -}}
{{- else if and .Values.database.url (not (include "parley.hasStandby" .)) -}}
20
{{- else -}}
5
{{- end -}}
{{- end -}}

{{- define "parley.gracePeriod" -}}
{{- $sleep := include "parley.preStopSleep" . -}}
{{- $least := add $sleep (include "parley.stopSeconds" .) -}}
{{- $given := int .Values.terminationGracePeriodSeconds -}}
{{- if and $given (lt $given (int $least)) -}}
{{- fail (printf "terminationGracePeriodSeconds must be at least %d: preStopSleepSeconds (%s), config.parley.drain.window (%s) and 30 s; 0 calculates it" $least $sleep (include "parley.drainWindow" .)) -}}
{{- end -}}
{{- $given | default $least -}}
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

{{/* The properties in config, each with its name and value under the name that Spring compares, such as
parley.tcp.loginrequired. */}}
{{- define "parley.config" -}}
{{- $found := dict -}}
{{- include "parley.flatten" (dict "found" $found "name" "" "value" .Values.config) -}}
{{- toYaml $found -}}
{{- end -}}

{{- define "parley.flatten" -}}
{{- if kindIs "map" .value -}}
{{- range $key, $value := .value -}}
{{- $name := list $.name $key | compact | join "." -}}
{{- if and (regexMatch "(?i)^parley" $name) (not (regexMatch "^[a-z0-9-]+$" $key)) -}}
{{- fail (printf "config: write %s as nested keys, in lower case and with dashes, such as {parley: {tcp: {login-required: true}}}" $name) -}}
{{- end -}}
{{- include "parley.flatten" (dict "found" $.found "name" $name "value" $value) -}}
{{- end -}}
{{- else if kindIs "slice" .value -}}
{{- range $index, $value := .value -}}
{{- include "parley.flatten" (dict "found" $.found "name" (printf "%s[%d]" $.name $index) "value" $value) -}}
{{- end -}}
{{- else -}}
{{- $canonical := regexReplaceAll "[^a-z0-9.\\[\\]]" (lower .name) "" -}}
{{- if hasKey .found $canonical -}}
{{- fail (printf "config: %s is there twice" .name) -}}
{{- end -}}
{{- $_ := set .found $canonical (dict "name" .name "value" (kindIs "invalid" .value | ternary "" .value | toString)) -}}
{{- end -}}
{{- end -}}

{{/* Whether the name of a property or variable is that of a secret. */}}
{{- define "parley.isSecretName" -}}
{{- if regexMatch "(password|passwd|passphrase|secret|token|credential|authorization|(api|secret|access)key)s?(\\[[0-9]+\\])?$" (regexReplaceAll "[_-]" (lower .) "") -}}
true
{{- end -}}
{{- end -}}

{{/* Whether a text contains a password or a private key. */}}
{{- define "parley.isSecretText" -}}
{{- if regexMatch "(?i)pass(word|wd|phrase)\"?\\s*[=:]|://[^/@:\\s]+:[^/@\\s]+@|BEGIN [A-Z ]*PRIVATE KEY" . -}}
true
{{- end -}}
{{- end -}}

{{/* Fails if the values contradict each other, or would publish a secret. */}}
{{- define "parley.validate" -}}
{{- $fixed := dict -}}
{{- include "parley.flatten" (dict "found" $fixed "name" "" "value" (include "parley.fixed" . | fromYaml)) -}}
{{- $sections := deepCopy $fixed -}}
{{- include "parley.flatten" (dict "found" $sections "name" "" "value" (include "parley.ofValues" . | fromYaml)) -}}
{{- range $canonical, $property := include "parley.config" . | fromYaml -}}
{{- range $name, $own := $sections -}}
{{- if hasPrefix (printf "%s." $canonical) $name -}}
{{- fail (printf "config.%s must have properties, such as %s, instead of a value or null" $property.name $own.name) -}}
{{- end -}}
{{- end -}}
{{- if hasKey $fixed $canonical -}}
{{- fail (printf "config.%s cannot be changed: the chart sets it" $property.name) -}}
{{- end -}}
{{- $isReference := regexMatch "^(\\$\\{[^:}]+\\})?$" $property.value -}}
{{- $isLogger := hasPrefix "logging." $canonical -}}
{{- if or (and (include "parley.isSecretName" $canonical) (not $isReference) (not $isLogger)) (include "parley.isSecretText" $property.value) -}}
{{- fail (printf "config.%s must not be in config, because a ConfigMap is no secret: use extraEnv with valueFrom.secretKeyRef, or for the database database.existingSecret" $property.name) -}}
{{- end -}}
{{- end -}}
{{- range .Values.extraEnv -}}
{{- $value := toString (default "" .value) -}}
{{- if and $value (or (include "parley.isSecretName" .name) (include "parley.isSecretText" $value)) -}}
{{- fail (printf "extraEnv: the value of %s must not be in the Deployment, which is no secret: use valueFrom.secretKeyRef" .name) -}}
{{- end -}}
{{- if hasPrefix "PARLEY_" (upper .name) -}}
{{- fail (printf "extraEnv: set the property of %s in config instead" .name) -}}
{{- end -}}
{{- end -}}
{{- if and (include "parley.hasStandby" .) (not .Values.database.url) -}}
{{- fail (printf "replicas cannot be %d without database.url: two pods cannot use the same file" (int .Values.replicas)) -}}
{{- end -}}
{{- $service := .Values.chat.service -}}
{{- if .Values.chat.tls.enabled -}}
{{- if eq (int $service.port) (int .Values.chat.tls.port) -}}
{{- fail (printf "chat.tls.port must differ from chat.service.port, which is %v too" $service.port) -}}
{{- end -}}
{{- if and $service.nodePort (eq (int $service.nodePort) (int .Values.chat.tls.nodePort)) -}}
{{- fail (printf "chat.tls.nodePort must differ from chat.service.nodePort, which is %v too" $service.nodePort) -}}
{{- end -}}
{{- else if not (include "parley.hasPlainPort" .) -}}
{{- fail (printf "chat.service.type cannot be %s: a chat that is reachable from outside of the cluster needs chat.tls.enabled=true, chat.loginRequired=true, or networks that may connect (chat.service.loadBalancerSourceRanges of a LoadBalancer, or networkPolicy.chatFrom with networkPolicy.enabled=true and externalTrafficPolicy Local); chat.insecure=true allows it to everyone" $service.type) -}}
{{- end -}}
{{- end -}}

{{/* Whether the chat's service has the plain port: inside the cluster, or where something protects it. */}}
{{- define "parley.hasPlainPort" -}}
{{- $service := .Values.chat.service -}}
{{- $policy := .Values.networkPolicy -}}
{{- if or
      (eq $service.type "ClusterIP")
      .Values.chat.insecure
      (include "parley.loginRequired" .)
      (and (eq $service.type "LoadBalancer") (include "parley.areSomeNetworks" $service.loadBalancerSourceRanges))
      (and $policy.enabled (eq $service.externalTrafficPolicy "Local") (include "parley.areSomeNetworks" $policy.chatFrom))
-}}
true
{{- end -}}
{{- end -}}

{{/* Whether a list has networks, and none of them is the whole Internet. */}}
{{- define "parley.areSomeNetworks" -}}
{{- if and . (not (regexMatch "/0+( |$)" (join " " .))) -}}
true
{{- end -}}
{{- end -}}

{{/* The service with the plain port, for use inside the cluster. */}}
{{- define "parley.plainService" -}}
{{- include "parley.fullname" . }}{{ if not (include "parley.hasPlainPort" .) }}-admin{{ end -}}
{{- end -}}

{{- define "parley.plainPort" -}}
{{- if include "parley.hasPlainPort" . }}{{ .Values.chat.service.port }}{{ else }}12345{{ end -}}
{{- end -}}

{{/* Properties that cannot be otherwise in the chart. */}}
{{- define "parley.fixed" -}}
{{- $fixed := .Files.Get "files/application.yml" | fromYaml -}}
{{- if .Values.chat.tls.enabled -}}
{{- $fixed = mergeOverwrite $fixed (.Files.Get "files/tls.yml" | fromYaml) -}}
{{- end -}}
{{- if .Values.database.url -}}
{{- $fixed = mergeOverwrite $fixed (dict "spring" (dict "datasource" (dict "url" (include "parley.databaseUrl" .)))) -}}
{{- end -}}
{{- if include "parley.hasStandby" . -}}
{{- $fixed = mergeOverwrite $fixed (.Files.Get "files/standby.yml" | fromYaml) -}}
{{- end -}}
{{- toYaml $fixed -}}
{{- end -}}

{{/* What the values say, then what config says, then what cannot be otherwise in the chart. */}}
{{- define "parley.application" -}}
{{- $values := include "parley.ofValues" . | fromYaml -}}
{{- toYaml (mergeOverwrite $values (deepCopy .Values.config) (include "parley.fixed" . | fromYaml)) -}}
{{- end -}}

{{/* Properties for which the chart has values of their own. */}}
{{- define "parley.ofValues" -}}
{{- $history := .Values.history -}}
{{- $values := dict "parley" (dict
      "history" (dict
        "mode" $history.mode
        "retention-messages" (int $history.retentionMessages)
        "retention-age" $history.retentionAge)
      "drain" (dict "window" (include "parley.drainWindow" .))
      "accounts" (dict
        "allow-plaintext" .Values.accounts.allowPlaintext
        "registration" .Values.accounts.registration)
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
{{- $oidc := dict "role-claim" .roleClaim -}}
{{- if .clientId -}}
{{- $_ := set $oidc "client-id" .clientId -}}
{{- end -}}
{{- $_ := set $values.parley.admin "oidc" $oidc -}}
{{- end -}}
{{- end -}}
{{- toYaml $values -}}
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
{{- $property := get (include "parley.config" . | fromYaml) "parley.tcp.loginrequired" -}}
{{- $value := kindIs "map" $property | ternary $property (dict "value" .Values.chat.loginRequired) | dig "value" "" -}}
{{- if has (toString $value | lower) (list "true" "on" "yes" "1") -}}
true
{{- end -}}
{{- end -}}

{{- define "parley.databaseUrl" -}}
{{- if include "parley.isSecretText" .Values.database.url -}}
{{- fail "database.url must not contain a password, because it is readable in a ConfigMap: put it into the Secret of database.existingSecret" -}}
{{- end -}}
{{- .Values.database.url -}}
{{- end -}}

{{- define "parley.databaseSecret" -}}
{{- required "database.existingSecret is required with database.url: a Secret with the user's name and password" .Values.database.existingSecret -}}
{{- end -}}

{{/* Most connections of one pod to the database: the pool, one with the lock, and one for a short question. */}}
{{- define "parley.databaseConnections" -}}
{{- $property := get (include "parley.config" . | fromYaml) "spring.datasource.hikari.maximumpoolsize" -}}
{{- kindIs "map" $property | ternary $property (dict "value" "12") | dig "value" "" | int | add 2 -}}
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
