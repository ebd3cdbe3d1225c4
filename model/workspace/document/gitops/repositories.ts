import { z } from "zod";
import { v1ListMeta } from "../common/metadata.js";
import { REPOSITORY_TYPES } from "../enumerations.js";
import { v1alphaConnectionState } from "../environments/connection.js";
import { items, message, optional, required } from "../message.js";
import { flag, int64, text } from "../wire.js";

/** How callers prove who they are to a repository; alike for one repository and for a template of many. */
const authentication = {
  type: optional(z.enum(REPOSITORY_TYPES), "What the repository is. Default git."),
  username: optional(text, "User name."),
  password: optional(text, "Password or access token.", { writeOnly: true }),
  sshPrivateKey: optional(text, "Private key for SSH: PEM.", { writeOnly: true }),
  tlsClientCertData: optional(text, "The client's certificate: PEM."),
  tlsClientCertKey: optional(text, "The client's private key: PEM.", { writeOnly: true }),
  bearerToken: optional(text, "Token that is sent as it is.", { writeOnly: true }),
  forceHttpBasicAuth: optional(flag, "Whether credentials are sent without being asked for."),
  enableOCI: optional(flag, "Whether a Helm repository is an OCI registry."),
  insecureOCIForceHttp: optional(flag, "Whether an OCI registry is reached without TLS."),
  proxy: optional(text, "Proxy through which the repository is reached."),
  noProxy: optional(text, "Hosts that are reached without the proxy, joined by commas."),
  githubAppID: optional(int64, "Id of the GitHub app."),
  githubAppInstallationID: optional(int64, "Id of the app's installation."),
  githubAppEnterpriseBaseUrl: optional(text, "API of a GitHub of your own."),
  githubAppPrivateKey: optional(text, "Private key of the GitHub app: PEM.", { writeOnly: true }),
  gcpServiceAccountKey: optional(text, "Key of a Google service account: JSON.", { writeOnly: true }),
  useAzureWorkloadIdentity: optional(flag, "Whether Azure's identity of the workload is used."),
  azureServicePrincipalClientId: optional(text, "Client id of the Azure service principal."),
  azureServicePrincipalClientSecret: optional(text, "Secret of the Azure service principal.", {
    writeOnly: true,
  }),
  azureServicePrincipalTenantId: optional(text, "Tenant of the Azure service principal."),
  azureActiveDirectoryEndpoint: optional(text, "Where Azure's tokens are issued."),
};

export const v1alphaRepoCreds = message(
  "v1alphaRepoCreds",
  "Credentials for all repositories whose URL begins alike; the longest beginning counts.",
  {
    url: required(text, "What the URLs begin with."),
    ...authentication,
  },
);
export type V1alphaRepoCreds = z.infer<typeof v1alphaRepoCreds>;

export const v1alphaRepoCredsList = message("v1alphaRepoCredsList", "A list of credentials.", {
  items: items(v1alphaRepoCreds, "The credentials."),
  metadata: optional(v1ListMeta, "Metadata of the list."),
});
export type V1alphaRepoCredsList = z.infer<typeof v1alphaRepoCredsList>;

export const v1alphaRepository = message("v1alphaRepository", "A repository that workspaces come from.", {
  repo: required(text, "Its URL, which identifies it."),
  name: optional(text, "Its name; for Helm repositories."),
  ...authentication,
  insecure: optional(flag, "Whether neither certificates nor host keys are checked. Default false."),
  insecureIgnoreHostKey: optional(flag, "Whether host keys are not checked: see insecure.", {
    deprecated: true,
  }),
  enableLfs: optional(flag, "Whether large files are fetched by git-lfs. Default false."),
  depth: optional(int64, "How many commits are fetched; 0 fetches all."),
  inheritedCreds: optional(flag, "Whether the credentials come from a template.", { readOnly: true }),
  connectionState: optional(v1alphaConnectionState, "Whether it answers.", { readOnly: true }),
  project: optional(text, "The only project whose workspaces may use it."),
});
export type V1alphaRepository = z.infer<typeof v1alphaRepository>;

export const v1alphaRepositoryList = message("v1alphaRepositoryList", "A list of repositories.", {
  items: items(v1alphaRepository, "The repositories."),
  metadata: optional(v1ListMeta, "Metadata of the list."),
});
export type V1alphaRepositoryList = z.infer<typeof v1alphaRepositoryList>;
