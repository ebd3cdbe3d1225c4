import { z } from "zod";
import { v1alphaTLSClientConfig } from "../common/access.js";
import { v1ListMeta } from "../common/metadata.js";
import { v1Time } from "../common/times.js";
import { v1alphaConnectionState } from "../environments/connection.js";
import { items, message, optional, required } from "../message.js";
import { anyObject, flag, int64, text, textMap, texts } from "../wire.js";

/** Providers are the clusters that workspaces live on. */

export const execProviderConfig = message(
  "ExecProviderConfig",
  "A command that prints credentials for a cluster.",
  {
    apiVersion: optional(text, "Version of the exchange with the command."),
    command: optional(text, "The command."),
    args: optional(texts, "Its arguments."),
    env: optional(textMap, "Its environment, in addition to the caller's."),
    installHint: optional(text, "What people are told when the command is missing."),
    provideClusterInfo: optional(flag, "Whether the command is told about the cluster."),
    config: optional(anyObject, "What the command is told in addition."),
  },
);
export type ExecProviderConfig = z.infer<typeof execProviderConfig>;

export const v1alphaAWSAuthConfig = message(
  "v1alphaAWSAuthConfig",
  "How a cluster of AWS is authenticated with.",
  {
    clusterName: optional(text, "Name of the cluster at AWS."),
    roleARN: optional(text, "Role that is taken on."),
    profile: optional(text, "Profile of the credentials."),
  },
);
export type V1alphaAWSAuthConfig = z.infer<typeof v1alphaAWSAuthConfig>;

export const v1alphaProviderConfig = message("v1alphaProviderConfig", "How a cluster is connected to.", {
  username: optional(text, "User of basic authentication."),
  password: optional(text, "Password of basic authentication.", { writeOnly: true }),
  bearerToken: optional(text, "Token of a service account.", { writeOnly: true }),
  tlsClientConfig: optional(v1alphaTLSClientConfig, "Certificates."),
  execProviderConfig: optional(execProviderConfig, "A command that prints credentials."),
  awsAuthConfig: optional(v1alphaAWSAuthConfig, "Credentials from AWS."),
  disableCompression: optional(flag, "Whether answers are asked for uncompressed."),
  proxyUrl: optional(text, "Proxy through which the cluster is reached."),
});
export type V1alphaProviderConfig = z.infer<typeof v1alphaProviderConfig>;

export const v1alphaProviderCacheInfo = message(
  "v1alphaProviderCacheInfo",
  "What is known of a cluster's objects.",
  {
    apisCount: optional(int64, "How many kinds are watched."),
    resourcesCount: optional(int64, "How many objects are known."),
    lastCacheSyncTime: optional(v1Time, "When all objects were last listed."),
  },
);
export type V1alphaProviderCacheInfo = z.infer<typeof v1alphaProviderCacheInfo>;

export const v1alphaProviderInfo = message("v1alphaProviderInfo", "What is known of a cluster.", {
  apiVersions: optional(texts, "API versions that it serves."),
  workSpacesCount: optional(int64, "How many workspaces live on it."),
  cacheInfo: optional(v1alphaProviderCacheInfo, "What is known of its objects."),
  connectionState: optional(v1alphaConnectionState, "Whether it answers."),
  serverVersion: optional(text, "Its version, as 1.33."),
});
export type V1alphaProviderInfo = z.infer<typeof v1alphaProviderInfo>;

export const v1alphaProvider = message("v1alphaProvider", "A cluster.", {
  server: required(text, "URL of its API, which identifies it."),
  name: optional(text, "Name by which workspaces can refer to it. Default: the URL."),
  config: optional(v1alphaProviderConfig, "How it is connected to; never returned.", { writeOnly: true }),
  namespaces: optional(texts, "The only namespaces that are managed. Default: all."),
  providerResources: optional(
    flag,
    "Whether objects of the whole cluster are managed although the namespaces are limited. Default false.",
  ),
  labels: optional(textMap, "Labels."),
  annotations: optional(textMap, "Annotations."),
  refreshRequestedAt: optional(v1Time, "When it was asked to forget what is known of the cluster."),
  shard: optional(int64, "Which instance of the service looks after it."),
  info: optional(v1alphaProviderInfo, "What is known of it.", { readOnly: true }),
  connectionState: optional(v1alphaConnectionState, "Whether it answers: see info.", { deprecated: true }),
  project: optional(text, "The only project whose workspaces may live on it."),
  serverVersion: optional(text, "Its version: see info.", { deprecated: true }),
});
export type V1alphaProvider = z.infer<typeof v1alphaProvider>;

export const v1alphaProviderList = message("v1alphaProviderList", "A list of clusters.", {
  items: items(v1alphaProvider, "The clusters."),
  metadata: optional(v1ListMeta, "Metadata of the list."),
});
export type V1alphaProviderList = z.infer<typeof v1alphaProviderList>;
