/**
 * The fields of the published types with their wire types, typed by hand and not derived from the schemas.
 * `i64` is decimal text, `i32` a number, `bytes` base64 text; `T[]` is a list, `map<T>` has string keys, `object` is
 * carried as it is. A group is what the source document calls a domain.
 */
type Fields = Readonly<Record<string, string>>;

export const infrastructure: Fields = {
  v1alphaHostInfo:
    "name string, resourcesInfo v1alphaHostResourceInfo[], systemInfo v1HostSystemInfo, labels map<string>",
  v1HostSystemInfo:
    "architecture string, bootID string, containerRuntimeVersion string, kernelVersion string, kubeProxyVersion string, kubeletVersion string, machineID string, operatingSystem string, osImage string, systemUUID string, swap v1HostSwapInfo",
  v1alphaHostResourceInfo: "resourceName string, capacity i64, requestedByApp i64, requestedByNeighbors i64",
  v1NetworkIngress: "hostname string, ip string, ports v1PortStatus[], ipMode string",
  v1PortStatus: "port i32, protocol string, error string",
  v1alphaProvider:
    "server string, name string, config v1alphaProviderConfig, namespaces string[], providerResources bool, labels map<string>, annotations map<string>, refreshRequestedAt v1Time, shard i64, info v1alphaProviderInfo, connectionState v1alphaConnectionState, project string, serverVersion string",
  v1alphaProviderConfig:
    "username string, password string, bearerToken string, tlsClientConfig v1alphaTLSClientConfig, execProviderConfig ExecProviderConfig, awsAuthConfig v1alphaAWSAuthConfig, disableCompression bool, proxyUrl string",
  v1alphaProviderInfo:
    "apiVersions string[], workSpacesCount i64, cacheInfo v1alphaProviderCacheInfo, connectionState v1alphaConnectionState, serverVersion string",
  v1alphaProviderList: "items v1alphaProvider[], metadata v1ListMeta",
  v1alphaProviderCacheInfo: "apisCount i64, resourcesCount i64, lastCacheSyncTime v1Time",
};

export const environments: Fields = {
  v1alphaWorkSpace:
    "metadata v1ObjectMeta, spec v1alphaWorkSpaceSpec, status v1alphaWorkSpaceStatus, operation v1alphaOperation, items v1alphaResource[]",
  v1alphaWorkSpaceSpec:
    "source v1alphaWorkSpaceSource, destination v1alphaWorkSpaceDestination, syncPolicy v1alphaSyncPolicy, ignoreDifferences v1alphaResourceIgnoreDifferences[], info v1alphaInfo[], revisionHistoryLimit i64, project string, sources v1alphaWorkSpaceSource[], sourceHydrator object",
  v1alphaWorkSpaceStatus:
    "conditions v1alphaWorkSpaceCondition[], health v1alphaHealthStatus, history v1alphaRevisionHistory[], observedAt v1Time, operationState v1alphaOperationState, reconciledAt v1Time, resources v1alphaResourceStatus[], sourceType string, summary v1alphaWorkSpaceSummary, sync v1alphaSyncStatus, sourceTypes string[], resourceHealthSource string, controllerNamespace string, sourceHydrator object",
  v1alphaWorkSpaceCondition: "type string, message string, lastTransitionTime v1Time",
  v1alphaWorkSpaceDestination: "server string, name string, namespace string",
  v1alphaWorkSpaceSource:
    "repoURL string, path string, targetRevision string, directory v1alphaWorkSpaceSourceDirectory, plugin v1alphaWorkSpaceSourcePlugin, chart string, helm v1alphaWorkSpaceSourceHelm, kustomize v1alphaWorkSpaceSourceKustomize, ref string, name string, tagPrefix string",
  v1alphaWorkSpaceSourceDirectory:
    "recurse bool, include string, exclude string, jsonnet v1alphaWorkSpaceSourceJsonnet, disableExtensionFilter bool",
  v1alphaWorkSpaceSourcePlugin: "name string, env workSpaceEnvEntry[], parameters v1alphaPluginParameter[]",
  v1alphaWorkSpaceSummary: "externalURLs string[], images string[], isAppOfApps bool",
  v1alphaWorkSpaceTree:
    "nodes v1alphaResource[], hosts v1alphaHostInfo[], orphanedNodes v1alphaResource[], shardsCount i64",
  v1alphaWorkSpaceList: "items v1alphaWorkSpace[], metadata v1ListMeta",
  v1alphaWorkSpaceWatchEvent: "type string, workSpace v1alphaWorkSpace",
  v1alphaResource:
    "resourceRef v1alphaResourceRef, parentRefs v1alphaResourceRef[], metadata v1ObjectMeta, spec ResourceSpec, networkingInfo v1alphaResourceNetworkingInfo, health v1alphaHealthStatus, createdAt v1Time, resourceVersion string, info v1alphaInfoItem[], images string[]",
  v1alphaResourceStatus:
    "group string, version string, kind string, namespace string, name string, status string, health v1alphaHealthStatus, hook bool, requiresPruning bool, syncWave i64, requiresDeletionConfirmation bool",
  v1alphaResourceRef: "group string, version string, kind string, namespace string, name string, uid string",
  v1alphaResourceDiff:
    "group string, kind string, namespace string, name string, targetState string, liveState string, normalizedLiveState string, predictedLiveState string, diff string, hook bool, resourceVersion string, modified bool",
  v1alphaResourceIgnoreDifferences:
    "group string, kind string, name string, namespace string, jsonPointers string[], jqPathExpressions string[], managedFieldsManagers string[]",
  v1alphaResourceNetworkingInfo:
    "targetLabels map<string>, targetRefs v1alphaResourceRef[], labels map<string>, ingress v1NetworkIngress[], externalURLs string[]",
  v1alphaResourceOverride:
    "healthLua string, actions string, ignoreDifferences v1alphaOverrideIgnoreDiff, knownTypeFields v1alphaKnownTypeField[], useOpenLibs bool, ignoreResourceUpdates v1alphaOverrideIgnoreDiff",
  v1alphaResourceResult:
    "group string, version string, kind string, namespace string, name string, status string, message string, hookType string, hookPhase string, syncPhase string, images string[]",
  v1alphaConnectionState: "status string, message string, attemptedAt v1Time",
  v1alphaHealthStatus: "status string, message string, lastTransitionTime v1Time",
};

export const control: Fields = {
  v1alphaOperation:
    "sync v1alphaSyncOperation, initiatedBy v1alphaOperationInitiator, info v1alphaInfo[], retry v1alphaRetryStrategy",
  v1alphaOperationInitiator: "username string, automated bool",
  v1alphaOperationState:
    "operation v1alphaOperation, phase string, message string, syncResult v1alphaSyncOperationResult, startedAt v1Time, finishedAt v1Time, retryCount i64",
  v1alphaCommand: "command string[], args string[]",
  v1alphaComparedTo:
    "source v1alphaWorkSpaceSource, destination v1alphaWorkSpaceDestination, sources v1alphaWorkSpaceSource[], ignoreDifferences v1alphaResourceIgnoreDifferences[]",
  v1alphaResourceAction:
    "name string, params v1alphaResourceActionParam[], disabled bool, iconClass string, displayName string",
  v1alphaResourceActionParam: "name string, value string, type string, default string",
  v1alphaSyncOperation:
    "revision string, prune bool, dryRun bool, syncStrategy v1alphaSyncStrategy, resources v1alphaSyncOperationResource[], source v1alphaWorkSpaceSource, manifests string[], syncOptions string[], sources v1alphaWorkSpaceSource[], revisions string[], autoHealAttemptsCount i64",
  v1alphaSyncOperationResource: "group string, kind string, name string, namespace string",
  v1alphaSyncOperationResult:
    "resources v1alphaResourceResult[], revision string, source v1alphaWorkSpaceSource, sources v1alphaWorkSpaceSource[], revisions string[], managedNamespaceMetadata v1alphaManagedNamespaceMetadata",
  v1alphaSyncPolicy:
    "automated v1alphaSyncPolicyAutomated, retry v1alphaRetryStrategy, syncOptions string[], managedNamespaceMetadata v1alphaManagedNamespaceMetadata",
  v1alphaSyncPolicyAutomated: "prune bool, selfHeal bool, allowEmpty bool, enabled bool",
  v1alphaSyncStatus: "status string, revision string, comparedTo v1alphaComparedTo, revisions string[]",
  v1alphaSyncStrategy: "apply v1alphaSyncStrategyApply, hook v1alphaSyncStrategyHook",
  v1alphaSyncStrategyApply: "force bool",
  v1alphaSyncStrategyHook: "syncStrategyApply v1alphaSyncStrategyApply",
  v1alphaSyncWindow:
    "kind string, schedule string, duration string, workSpaces string[], namespaces string[], providers string[], manualSync bool, timeZone string, andOperator bool, description string, syncOverrun bool",
  v1alphaBackoff: "duration string, maxDuration string, factor i64",
  v1alphaRevisionHistory:
    "id i64, revision string, source v1alphaWorkSpaceSource, deployStartedAt v1Time, deployedAt v1Time, sources v1alphaWorkSpaceSource[], revisions string[], initiatedBy v1alphaOperationInitiator",
  v1alphaRevisionMetadata:
    "author string, message string, date v1Time, tags string[], signatureInfo string, references object[], sourceIntegrityResult object",
  v1alphaOrphanedResourcesMonitorSettings: "warn bool, ignore v1alphaOrphanedResourceKey[]",
};

const credentials =
  "username string, password string, sshPrivateKey string, tlsClientCertData string, tlsClientCertKey string, type string, githubAppPrivateKey string, githubAppID i64, githubAppInstallationID i64, githubAppEnterpriseBaseUrl string, enableOCI bool, gcpServiceAccountKey string, proxy string, noProxy string, forceHttpBasicAuth bool, useAzureWorkloadIdentity bool, bearerToken string, insecureOCIForceHttp bool, azureServicePrincipalClientId string, azureServicePrincipalClientSecret string, azureServicePrincipalTenantId string, azureActiveDirectoryEndpoint string";

export const gitOps: Fields = {
  v1alphaRepoCreds: `url string, ${credentials}`,
  v1alphaRepoCredsList: "items v1alphaRepoCreds[], metadata v1ListMeta",
  v1alphaRepository: `repo string, name string, ${credentials}, insecure bool, insecureIgnoreHostKey bool, enableLfs bool, inheritedCreds bool, connectionState v1alphaConnectionState, project string, depth i64`,
  v1alphaRepositoryList: "items v1alphaRepository[], metadata v1ListMeta",
};

export const common: Fields = {
  v1MicroTime: "date-time",
  v1Time: "date-time",
  v1ObjectMeta:
    "name string, generateName string, namespace string, uid string, resourceVersion string, generation i64, deletionGracePeriodSeconds i64, creationTimestamp v1Time, deletionTimestamp v1Time, labels map<string>, annotations map<string>, finalizers string[], ownerReferences v1OwnerReference[], managedFields v1ManagedFieldsEntry[], providerName string, selfLink string",
  v1ListMeta: "resourceVersion string, continue string, remainingItemCount i64",
  v1ObjectReference:
    "apiVersion string, fieldPath string, kind string, name string, namespace string, resourceVersion string, uid string",
  v1OwnerReference:
    "apiVersion string, kind string, name string, uid string, controller bool, blockOwnerDeletion bool",
  v1alphaInfo: "name string, value string",
  v1alphaInfoItem: "name string, value string",
  v1alphaJWTToken: "iat i64, exp i64, id string",
  v1alphaJWTTokens: "items v1alphaJWTToken[]",
  v1alphaTLSClientConfig: "insecure bool, serverName string, caData bytes, certData bytes, keyData bytes",
  v1Event:
    "metadata v1ObjectMeta, involvedObject v1ObjectReference, related v1ObjectReference, reason string, message string, action string, type string, count i32, firstTimestamp v1Time, lastTimestamp v1Time, eventTime v1MicroTime, series v1EventSeries, source v1EventSource, reportingComponent string, reportingInstance string",
  v1EventList: "items v1Event[], metadata v1ListMeta",
  v1EventSeries: "count i32, lastObservedTime v1MicroTime",
  v1EventSource: "component string, host string",
  v1alphaKnownTypeField: "field string, type string",
  v1alphaOrphanedResourceKey: "group string, kind string, name string",
  v1alphaOverrideIgnoreDiff:
    "jsonPointers string[], jqPathExpressions string[], managedFieldsManagers string[]",
  v1alphaRetryStrategy: "limit i64, backoff v1alphaBackoff, refresh bool",
};

/** What the types above refer to, and extensions. */
export const auxiliary: Fields = {
  v1HostSwapInfo: "capacity i64",
  v1FieldsV1: "object",
  v1ManagedFieldsEntry:
    "manager string, operation string, apiVersion string, time v1Time, fieldsType string, fieldsV1 v1FieldsV1, subresource string",
  ExecProviderConfig:
    "apiVersion string, command string, args string[], env map<string>, installHint string, provideClusterInfo bool, config object",
  v1alphaAWSAuthConfig: "clusterName string, roleARN string, profile string",
  ResourceSpec:
    "destination v1alphaHostInfo, info v1alphaInfo[], revisionHistoryLimit i64, source v1alphaWorkSpaceSource, syncPolicy v1alphaSyncPolicy",
  workSpaceEnvEntry: "name string, value string",
  v1alphaPluginParameter: "name string, string string, map map<string>, array string[]",
  v1alphaJsonnetVar: "name string, value string, code bool",
  v1alphaWorkSpaceSourceJsonnet: "extVars v1alphaJsonnetVar[], tlas v1alphaJsonnetVar[], libs string[]",
  v1alphaWorkSpaceSourceHelm:
    "valueFiles string[], parameters v1alphaHelmParameter[], releaseName string, values string, valuesObject object, fileParameters v1alphaHelmFileParameter[], version string, passCredentials bool, ignoreMissingValueFiles bool, skipCrds bool, skipTests bool, skipSchemaValidation bool, namespace string, kubeVersion string, apiVersions string[]",
  v1alphaHelmParameter: "name string, value string, forceString bool",
  v1alphaHelmFileParameter: "name string, path string",
  v1alphaWorkSpaceSourceKustomize:
    "namePrefix string, nameSuffix string, images string[], commonLabels map<string>, labelWithoutSelector bool, labelIncludeTemplates bool, forceCommonLabels bool, commonAnnotations map<string>, commonAnnotationsEnvsubst bool, forceCommonAnnotations bool, namespace string, replicas v1alphaKustomizeReplica[], patches v1alphaKustomizePatch[], components string[], ignoreMissingComponents bool, version string, kubeVersion string, apiVersions string[]",
  v1alphaKustomizeReplica: "name string, count int-or-string",
  v1alphaKustomizePatch: "path string, patch string, target v1alphaKustomizeSelector, options map<bool>",
  v1alphaKustomizeSelector:
    "group string, version string, kind string, name string, namespace string, labelSelector string, annotationSelector string",
  v1alphaManagedNamespaceMetadata: "labels map<string>, annotations map<string>",
  v1alphaWorkSpacePolicy:
    "sourceRepos string[], destinations v1alphaWorkSpaceDestination[], description string, roles v1alphaWorkSpacePolicyRole[], clusterResourceWhitelist v1alphaClusterResourceRestriction[], clusterResourceBlacklist v1alphaClusterResourceRestriction[], namespaceResourceWhitelist v1GroupKind[], namespaceResourceBlacklist v1GroupKind[], orphanedResources v1alphaOrphanedResourcesMonitorSettings, syncWindows v1alphaSyncWindow[], signatureKeys v1alphaSignatureKey[], sourceNamespaces string[], permitOnlyProjectScopedClusters bool, destinationServiceAccounts v1alphaDestinationServiceAccount[]",
  v1alphaWorkSpacePolicyRole:
    "name string, description string, policies string[], jwtTokens v1alphaJWTToken[], groups string[]",
  v1GroupKind: "group string, kind string",
  v1alphaClusterResourceRestriction: "group string, kind string, name string",
  v1alphaSignatureKey: "keyID string",
  v1alphaDestinationServiceAccount: "server string, namespace string, defaultServiceAccount string",
};

/** Messages of the services. */
export const services: Fields = {
  runtimeError: "code i32, error string, message string, details contentAny[]",
  contentAny: "type_url string, value bytes",
  accountAccount: "name string, enabled bool, capabilities string[], tokens accountToken[]",
  accountToken: "id string, issuedAt i64, expiresAt i64",
  accountAccountsList: "items accountAccount[]",
  accountCheckResponse: "value string",
  accountCreateTokenRequest: "name string, id string, expiresIn i64",
  accountCreateTokenResponse: "token string",
  accountUpdatePasswordRequest: "currentPassword string, name string, newPassword string",
  accountUpdatePasswordResponse: "",
  accountEmptyResponse: "",
  workSpaceWorkSpacePatchRequest: "name string, patch string, patchType string",
  workSpaceWorkSpaceResourceResponse: "manifest string",
  workSpaceWorkSpaceResponse: "manifests string[]",
  workSpaceWorkSpaceRollbackRequest: "name string, id i64, dryRun bool, prune bool",
  workSpaceWorkSpaceSyncRequest:
    "name string, revision string, dryRun bool, prune bool, strategy v1alphaSyncStrategy, resources v1alphaSyncOperationResource[], manifests string[], infos v1alphaInfo[], retryStrategy v1alphaRetryStrategy, syncOptions workSpaceSyncOptions",
  workSpaceSyncOptions: "items string[]",
  workSpaceWorkSpaceSyncWindow: "kind string, schedule string, duration string, manualSync bool",
  workSpaceWorkSpaceSyncWindowsResponse:
    "activeWindows workSpaceWorkSpaceSyncWindow[], assignedWindows workSpaceWorkSpaceSyncWindow[], canSync bool",
  workSpaceLogEntry: "content string, last bool, deviceName string, timeStamp v1Time, timeStampStr string",
  workSpaceManagedResourcesResponse: "items v1alphaResourceDiff[]",
  workSpaceResourceActionsListResponse: "actions v1alphaResourceAction[]",
  workSpaceOperationTerminateResponse: "",
  repositoryManifestResponse:
    "manifests string[], namespace string, revision string, server string, sourceType string",
  repositoryRefs: "branches string[], tags string[]",
  repositoryAppInfo: "path string, type string",
  repositoryRepoAppsResponse: "items repositoryAppInfo[]",
  repositoryRepoAppDetailsQuery: "appName string, source v1alphaWorkSpaceSource",
  repositoryRepoAppDetailsResponse: "type string, directory v1alphaWorkSpaceSourceDirectory",
  repositoryRepoResponse: "",
  repocredsRepoCredsResponse: "",
  providerProviderResponse: "",
  providerSettings:
    "appLabelKey string, configManagementPlugins ConfigManagementPlugin[], help providerHelp, accessConfig providerAccessConfig, passwordPattern string, plugins providerPlugin[], resourceOverrides map<v1alphaResourceOverride>, statusBadgeEnabled bool, uiBannerContent string, uiBannerURL string, uiCssURL string, url string, userLoginsDisabled bool",
  providerHelp: "chatText string, chatUrl string",
  providerConnector: "name string, type string",
  providerAccessConfig:
    "cliClientID string, clientID string, idTokenClaims map<accessClaim>, issuer string, name string, scopes string[]",
  accessClaim: "essential bool, value string, values string[]",
  providerPlugin: "name string",
  ConfigManagementPlugin: "name string, init v1alphaCommand, generate v1alphaCommand",
  versionVersionMessage:
    "BuildDate string, Compiler string, GitCommit string, GitTag string, GitTreeState string, GoVersion string, HelmVersion string, JsonnetVersion string, KsonnetVersion string, KubectlVersion string, KustomizeVersion string, Platform string, Version string",
};
