import { REPOSITORY_TYPES } from "../enumerations.js";
import { inPath, inQuery, type ApiOperation } from "./operation.js";

const repo = inPath("repo", "URL of the repository, percent-encoded.");
const url = inPath("url", "What the URLs begin with, percent-encoded.");
const forceRefresh = inQuery(
  "forceRefresh",
  "Whether the repository is asked although an answer is kept. Default false.",
  "boolean",
);
const upsert = inQuery("upsert", "Whether existing ones are replaced. Default false.", "boolean");

/** RepositoryService and RepoCredsService. */
export const repositoryOperations: readonly ApiOperation[] = [
  {
    id: "RepositoryService_ListRepositories",
    verb: "get",
    path: "/api/v1/repositories",
    summary: "Lists repositories",
    parameters: [inQuery("repo", "URL of the repository. Default: all."), forceRefresh],
    response: "v1alphaRepositoryList",
  },
  {
    id: "RepositoryService_CreateRepository",
    verb: "post",
    path: "/api/v1/repositories",
    summary: "Registers a repository",
    parameters: [
      upsert,
      inQuery("credsOnly", "Whether only credentials are stored. Default false.", "boolean"),
    ],
    body: { type: "v1alphaRepository", description: "The repository." },
    response: "v1alphaRepository",
  },
  {
    id: "RepositoryService_Get",
    verb: "get",
    path: "/api/v1/repositories/{repo}",
    summary: "Returns a repository",
    parameters: [repo, forceRefresh],
    response: "v1alphaRepository",
  },
  {
    id: "RepositoryService_UpdateRepository",
    verb: "put",
    path: "/api/v1/repositories/{repo}",
    summary: "Replaces a repository",
    parameters: [repo],
    body: { type: "v1alphaRepository", description: "The repository." },
    response: "v1alphaRepository",
  },
  {
    id: "RepositoryService_DeleteRepository",
    verb: "delete",
    path: "/api/v1/repositories/{repo}",
    summary: "Forgets a repository",
    parameters: [repo, forceRefresh],
    response: "repositoryRepoResponse",
  },
  {
    id: "RepositoryService_ListApps",
    verb: "get",
    path: "/api/v1/repositories/{repo}/workSpaces",
    summary: "Lists directories that workspaces can come from",
    parameters: [repo, inQuery("revision", "Revision. Default HEAD.")],
    response: "repositoryRepoAppsResponse",
  },
  {
    id: "RepositoryService_ListRefs",
    verb: "get",
    path: "/api/v1/repositories/{repo}/refs",
    summary: "Lists branches and tags",
    parameters: [repo, forceRefresh],
    response: "repositoryRefs",
  },
  {
    id: "RepositoryService_ValidateAccess",
    verb: "post",
    path: "/api/v1/repositories/{repo}/validate",
    summary: "Tries whether a repository can be read",
    parameters: [
      repo,
      inQuery("username", "User name."),
      inQuery("password", "Password or access token."),
      inQuery("sshPrivateKey", "Private key for SSH: PEM."),
      inQuery("insecure", "Whether neither certificates nor host keys are checked.", "boolean"),
      inQuery("tlsClientCertData", "The client's certificate: PEM."),
      inQuery("tlsClientCertKey", "The client's private key: PEM."),
      inQuery("type", "What the repository is. Default git.", "string", REPOSITORY_TYPES),
      inQuery("name", "Name of the repository."),
      inQuery("proxy", "Proxy through which it is reached."),
    ],
    body: { type: "string", description: "URL of the repository." },
    response: "repositoryRepoResponse",
  },
  {
    id: "RepositoryService_GetAppDetails",
    verb: "post",
    path: "/api/v1/repositories/{repo}/appdetails",
    summary: "Tells what a source is rendered by",
    parameters: [repo],
    body: { type: "repositoryRepoAppDetailsQuery", description: "The source." },
    response: "repositoryRepoAppDetailsResponse",
  },
  {
    id: "RepoCredsService_ListRepositoryCredentials",
    verb: "get",
    path: "/api/v1/repocreds",
    summary: "Lists credentials for many repositories",
    parameters: [inQuery("url", "What the URLs begin with. Default: all.")],
    response: "v1alphaRepoCredsList",
  },
  {
    id: "RepoCredsService_CreateRepositoryCredentials",
    verb: "post",
    path: "/api/v1/repocreds",
    summary: "Stores credentials for many repositories",
    parameters: [upsert],
    body: { type: "v1alphaRepoCreds", description: "The credentials." },
    response: "v1alphaRepoCreds",
  },
  {
    id: "RepoCredsService_UpdateRepositoryCredentials",
    verb: "put",
    path: "/api/v1/repocreds/{url}",
    summary: "Replaces credentials for many repositories",
    parameters: [url],
    body: { type: "v1alphaRepoCreds", description: "The credentials." },
    response: "v1alphaRepoCreds",
  },
  {
    id: "RepoCredsService_DeleteRepositoryCredentials",
    verb: "delete",
    path: "/api/v1/repocreds/{url}",
    summary: "Deletes credentials for many repositories",
    parameters: [url],
    response: "repocredsRepoCredsResponse",
  },
];
