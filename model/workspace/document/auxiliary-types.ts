import { v1FieldsV1, v1ManagedFieldsEntry } from "./common/metadata.js";
import { v1alphaManagedNamespaceMetadata } from "./control/sync-policy.js";
import {
  v1GroupKind,
  v1alphaClusterResourceRestriction,
  v1alphaDestinationServiceAccount,
  v1alphaSignatureKey,
  v1alphaWorkSpacePolicy,
  v1alphaWorkSpacePolicyRole,
} from "./control/workspace-policy.js";
import { v1alphaJsonnetVar, v1alphaWorkSpaceSourceJsonnet } from "./environments/directory-source.js";
import {
  v1alphaHelmFileParameter,
  v1alphaHelmParameter,
  v1alphaWorkSpaceSourceHelm,
} from "./environments/helm-source.js";
import {
  v1alphaKustomizePatch,
  v1alphaKustomizeReplica,
  v1alphaKustomizeSelector,
  v1alphaWorkSpaceSourceKustomize,
} from "./environments/kustomize-source.js";
import { v1alphaPluginParameter, workSpaceEnvEntry } from "./environments/plugin-source.js";
import { resourceSpec } from "./environments/resource.js";
import { v1HostSwapInfo } from "./infrastructure/hosts.js";
import { execProviderConfig, v1alphaAWSAuthConfig } from "./infrastructure/providers.js";
import {
  accountAccount,
  accountAccountsList,
  accountCheckResponse,
  accountCreateTokenRequest,
  accountCreateTokenResponse,
  accountEmptyResponse,
  accountToken,
  accountUpdatePasswordRequest,
  accountUpdatePasswordResponse,
} from "./services/accounts.js";
import { contentAny, runtimeError } from "./services/errors.js";
import {
  repocredsRepoCredsResponse,
  repositoryAppInfo,
  repositoryManifestResponse,
  repositoryRefs,
  repositoryRepoAppDetailsQuery,
  repositoryRepoAppDetailsResponse,
  repositoryRepoAppsResponse,
  repositoryRepoResponse,
} from "./services/repositories.js";
import {
  accessClaim,
  configManagementPlugin,
  providerAccessConfig,
  providerConnector,
  providerHelp,
  providerPlugin,
  providerProviderResponse,
  providerSettings,
  versionVersionMessage,
} from "./services/settings.js";
import {
  workSpaceLogEntry,
  workSpaceManagedResourcesResponse,
  workSpaceOperationTerminateResponse,
  workSpaceResourceActionsListResponse,
  workSpaceSyncOptions,
  workSpaceWorkSpacePatchRequest,
  workSpaceWorkSpaceResourceResponse,
  workSpaceWorkSpaceResponse,
  workSpaceWorkSpaceRollbackRequest,
  workSpaceWorkSpaceSyncRequest,
  workSpaceWorkSpaceSyncWindow,
  workSpaceWorkSpaceSyncWindowsResponse,
} from "./services/workspaces.js";
import { typeTable } from "./type-table.js";

/** What the published types refer to, and extensions of them. */
export const extensionTypes = typeTable({
  ExecProviderConfig: execProviderConfig,
  ResourceSpec: resourceSpec,
  v1FieldsV1,
  v1GroupKind,
  v1HostSwapInfo,
  v1ManagedFieldsEntry,
  v1alphaAWSAuthConfig,
  v1alphaClusterResourceRestriction,
  v1alphaDestinationServiceAccount,
  v1alphaHelmFileParameter,
  v1alphaHelmParameter,
  v1alphaJsonnetVar,
  v1alphaKustomizePatch,
  v1alphaKustomizeReplica,
  v1alphaKustomizeSelector,
  v1alphaManagedNamespaceMetadata,
  v1alphaPluginParameter,
  v1alphaSignatureKey,
  v1alphaWorkSpacePolicy,
  v1alphaWorkSpacePolicyRole,
  v1alphaWorkSpaceSourceHelm,
  v1alphaWorkSpaceSourceJsonnet,
  v1alphaWorkSpaceSourceKustomize,
  workSpaceEnvEntry,
});

/** What calls send and answer. */
export const serviceTypes = typeTable({
  ConfigManagementPlugin: configManagementPlugin,
  accessClaim,
  accountAccount,
  accountAccountsList,
  accountCheckResponse,
  accountCreateTokenRequest,
  accountCreateTokenResponse,
  accountEmptyResponse,
  accountToken,
  accountUpdatePasswordRequest,
  accountUpdatePasswordResponse,
  contentAny,
  providerAccessConfig,
  providerConnector,
  providerHelp,
  providerPlugin,
  providerProviderResponse,
  providerSettings,
  repocredsRepoCredsResponse,
  repositoryAppInfo,
  repositoryManifestResponse,
  repositoryRefs,
  repositoryRepoAppDetailsQuery,
  repositoryRepoAppDetailsResponse,
  repositoryRepoAppsResponse,
  repositoryRepoResponse,
  runtimeError,
  versionVersionMessage,
  workSpaceLogEntry,
  workSpaceManagedResourcesResponse,
  workSpaceOperationTerminateResponse,
  workSpaceResourceActionsListResponse,
  workSpaceSyncOptions,
  workSpaceWorkSpacePatchRequest,
  workSpaceWorkSpaceResourceResponse,
  workSpaceWorkSpaceResponse,
  workSpaceWorkSpaceRollbackRequest,
  workSpaceWorkSpaceSyncRequest,
  workSpaceWorkSpaceSyncWindow,
  workSpaceWorkSpaceSyncWindowsResponse,
});
