import { v1alphaJWTToken, v1alphaJWTTokens, v1alphaTLSClientConfig } from "./common/access.js";
import {
  v1alphaKnownTypeField,
  v1alphaOrphanedResourceKey,
  v1alphaOverrideIgnoreDiff,
} from "./common/comparison.js";
import { v1Event, v1EventList, v1EventSeries, v1EventSource } from "./common/events.js";
import { v1alphaInfo, v1alphaInfoItem } from "./common/info.js";
import { v1ListMeta, v1ObjectMeta, v1ObjectReference, v1OwnerReference } from "./common/metadata.js";
import { v1alphaBackoff, v1alphaRetryStrategy } from "./common/retry.js";
import { v1MicroTime, v1Time } from "./common/times.js";
import { v1alphaCommand, v1alphaResourceAction, v1alphaResourceActionParam } from "./control/actions.js";
import { v1alphaRevisionHistory, v1alphaRevisionMetadata } from "./control/history.js";
import { v1alphaOperationInitiator } from "./control/initiator.js";
import { v1alphaOperation, v1alphaOperationState } from "./control/operation.js";
import { v1alphaOrphanedResourcesMonitorSettings } from "./control/orphans.js";
import {
  v1alphaSyncOperation,
  v1alphaSyncOperationResource,
  v1alphaSyncOperationResult,
} from "./control/sync-operation.js";
import { v1alphaSyncPolicy, v1alphaSyncPolicyAutomated } from "./control/sync-policy.js";
import { v1alphaComparedTo, v1alphaSyncStatus } from "./control/sync-status.js";
import {
  v1alphaSyncStrategy,
  v1alphaSyncStrategyApply,
  v1alphaSyncStrategyHook,
} from "./control/sync-strategy.js";
import { v1alphaSyncWindow } from "./control/windows.js";
import { v1alphaConnectionState } from "./environments/connection.js";
import { v1alphaWorkSpaceDestination } from "./environments/destination.js";
import { v1alphaWorkSpaceSourceDirectory } from "./environments/directory-source.js";
import { v1alphaHealthStatus } from "./environments/health.js";
import { v1alphaWorkSpaceSourcePlugin } from "./environments/plugin-source.js";
import {
  v1alphaResourceDiff,
  v1alphaResourceRef,
  v1alphaResourceResult,
  v1alphaResourceStatus,
} from "./environments/resource-records.js";
import { v1alphaResourceIgnoreDifferences, v1alphaResourceOverride } from "./environments/resource-rules.js";
import { v1alphaResource, v1alphaResourceNetworkingInfo } from "./environments/resource.js";
import { v1alphaWorkSpaceSource } from "./environments/source.js";
import { v1alphaWorkSpaceSpec } from "./environments/workspace-spec.js";
import {
  v1alphaWorkSpaceCondition,
  v1alphaWorkSpaceStatus,
  v1alphaWorkSpaceSummary,
} from "./environments/workspace-status.js";
import {
  v1alphaWorkSpace,
  v1alphaWorkSpaceList,
  v1alphaWorkSpaceTree,
  v1alphaWorkSpaceWatchEvent,
} from "./environments/workspace.js";
import {
  v1alphaRepoCreds,
  v1alphaRepoCredsList,
  v1alphaRepository,
  v1alphaRepositoryList,
} from "./gitops/repositories.js";
import {
  v1HostSystemInfo,
  v1NetworkIngress,
  v1PortStatus,
  v1alphaHostInfo,
  v1alphaHostResourceInfo,
} from "./infrastructure/hosts.js";
import {
  v1alphaProvider,
  v1alphaProviderCacheInfo,
  v1alphaProviderConfig,
  v1alphaProviderInfo,
  v1alphaProviderList,
} from "./infrastructure/providers.js";
import { typeTable } from "./type-table.js";

/** Nodes and clusters. */
export const infrastructureTypes = typeTable({
  v1alphaHostInfo,
  v1HostSystemInfo,
  v1alphaHostResourceInfo,
  v1NetworkIngress,
  v1PortStatus,
  v1alphaProvider,
  v1alphaProviderConfig,
  v1alphaProviderInfo,
  v1alphaProviderList,
  v1alphaProviderCacheInfo,
});

/** Workspaces and their objects. */
export const environmentsTypes = typeTable({
  v1alphaWorkSpace,
  v1alphaWorkSpaceSpec,
  v1alphaWorkSpaceStatus,
  v1alphaWorkSpaceCondition,
  v1alphaWorkSpaceDestination,
  v1alphaWorkSpaceSource,
  v1alphaWorkSpaceSourceDirectory,
  v1alphaWorkSpaceSourcePlugin,
  v1alphaWorkSpaceSummary,
  v1alphaWorkSpaceTree,
  v1alphaWorkSpaceList,
  v1alphaWorkSpaceWatchEvent,
  v1alphaResource,
  v1alphaResourceStatus,
  v1alphaResourceRef,
  v1alphaResourceDiff,
  v1alphaResourceIgnoreDifferences,
  v1alphaResourceNetworkingInfo,
  v1alphaResourceOverride,
  v1alphaResourceResult,
  v1alphaConnectionState,
  v1alphaHealthStatus,
});

/** Operations, policies and history. */
export const controlTypes = typeTable({
  v1alphaOperation,
  v1alphaOperationInitiator,
  v1alphaOperationState,
  v1alphaCommand,
  v1alphaComparedTo,
  v1alphaResourceAction,
  v1alphaResourceActionParam,
  v1alphaSyncOperation,
  v1alphaSyncOperationResource,
  v1alphaSyncOperationResult,
  v1alphaSyncPolicy,
  v1alphaSyncPolicyAutomated,
  v1alphaSyncStatus,
  v1alphaSyncStrategy,
  v1alphaSyncStrategyApply,
  v1alphaSyncStrategyHook,
  v1alphaSyncWindow,
  v1alphaBackoff,
  v1alphaRevisionHistory,
  v1alphaRevisionMetadata,
  v1alphaOrphanedResourcesMonitorSettings,
});

/** Repositories. */
export const gitopsTypes = typeTable({
  v1alphaRepoCreds,
  v1alphaRepoCredsList,
  v1alphaRepository,
  v1alphaRepositoryList,
});

/** What the other groups share. */
export const commonTypes = typeTable({
  v1MicroTime,
  v1Time,
  v1ObjectMeta,
  v1ListMeta,
  v1ObjectReference,
  v1OwnerReference,
  v1alphaInfo,
  v1alphaInfoItem,
  v1alphaJWTToken,
  v1alphaJWTTokens,
  v1alphaTLSClientConfig,
  v1Event,
  v1EventList,
  v1EventSeries,
  v1EventSource,
  v1alphaKnownTypeField,
  v1alphaOrphanedResourceKey,
  v1alphaOverrideIgnoreDiff,
  v1alphaRetryStrategy,
});
