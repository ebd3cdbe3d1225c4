/**
 * The calls of the API, typed by hand: id, verb and path below the root, parameters of the query, what is sent, what
 * is answered. A star marks a stream; a dash means nothing.
 */
export const OPERATIONS = `
AccountService_ListAccounts | GET /api/v1/account | - | - | accountAccountsList
AccountService_Check | GET /api/v1/account/check/{resource}/{action}/{subresource} | - | - | accountCheckResponse
AccountService_UpdatePassword | PUT /api/v1/account/password | - | accountUpdatePasswordRequest | accountUpdatePasswordResponse
AccountService_GetAccount | GET /api/v1/account/{name} | - | - | accountAccount
AccountService_CreateToken | POST /api/v1/account/{name}/token | - | accountCreateTokenRequest | accountCreateTokenResponse
AccountService_DeleteToken | DELETE /api/v1/account/{name}/token/{id} | - | - | accountEmptyResponse
WorkSpaceService_List | GET /api/v1/workSpaces | name refresh resourceVersion selector repo | - | v1alphaWorkSpaceList
WorkSpaceService_Create | POST /api/v1/workSpaces | upsert validate | v1alphaWorkSpace | v1alphaWorkSpace
WorkSpaceService_Update | PUT /api/v1/workSpaces/{name} | validate | v1alphaWorkSpace | v1alphaWorkSpace
WorkSpaceService_Patch | PATCH /api/v1/workSpaces/{name} | - | workSpaceWorkSpacePatchRequest | v1alphaWorkSpace
WorkSpaceService_Get | GET /api/v1/workSpaces/{name} | refresh resourceVersion selector repo | - | v1alphaWorkSpace
WorkSpaceService_Delete | DELETE /api/v1/workSpaces/{name} | cascade propagationPolicy | - | workSpaceWorkSpaceResponse
WorkSpaceService_ManagedResources | GET /api/v1/workSpaces/{name}/managed-resources | namespace name version group kind | - | workSpaceManagedResourcesResponse
WorkSpaceService_ResourceTree | GET /api/v1/workSpaces/{name}/resource-tree | namespace name version group kind | - | v1alphaWorkSpaceTree
WorkSpaceService_ListResourceEvents | GET /api/v1/workSpaces/{name}/events | resourceNamespace resourceName resourceUID | - | v1EventList
WorkSpaceService_WorkSpaceLogs | GET /api/v1/workSpaces/{name}/logs | namespace podName container sinceSeconds sinceTime.seconds sinceTime.nanos tailLines follow untilTime filter kind group resourceName | - | workSpaceLogEntry*
WorkSpaceService_DeviceLogs | GET /api/v1/workSpaces/{name}/device/{resource}/logs | namespace container sinceSeconds sinceTime.seconds sinceTime.nanos tailLines follow untilTime filter kind group resourceName | - | workSpaceLogEntry*
WorkSpaceService_GetManifests | GET /api/v1/workSpaces/{name}/manifests | revision | - | repositoryManifestResponse
WorkSpaceService_TerminateOperation | DELETE /api/v1/workSpaces/{name}/operation | - | - | workSpaceOperationTerminateResponse
WorkSpaceService_GetResource | GET /api/v1/workSpaces/{name}/resource | namespace resourceName version group kind | - | workSpaceWorkSpaceResourceResponse
WorkSpaceService_PatchResource | POST /api/v1/workSpaces/{name}/resource | namespace resourceName version group kind patchType | string | workSpaceWorkSpaceResourceResponse
WorkSpaceService_DeleteResource | DELETE /api/v1/workSpaces/{name}/resource | namespace resourceName version group kind force orphan | - | workSpaceWorkSpaceResponse
WorkSpaceService_ListResourceActions | GET /api/v1/workSpaces/{name}/resource/actions | namespace resourceName version group kind | - | workSpaceResourceActionsListResponse
WorkSpaceService_RunResourceAction | POST /api/v1/workSpaces/{name}/resource/actions | namespace resourceName version group kind | string | workSpaceWorkSpaceResponse
WorkSpaceService_RevisionMetadata | GET /api/v1/workSpaces/{name}/revisions/{revision}/metadata | - | - | v1alphaRevisionMetadata
WorkSpaceService_Rollback | POST /api/v1/workSpaces/{name}/rollback | - | workSpaceWorkSpaceRollbackRequest | v1alphaWorkSpace
WorkSpaceService_UpdateSpec | PUT /api/v1/workSpaces/{name}/spec | validate | v1alphaWorkSpaceSpec | v1alphaWorkSpaceSpec
WorkSpaceService_Sync | POST /api/v1/workSpaces/{name}/sync | - | workSpaceWorkSpaceSyncRequest | v1alphaWorkSpace
WorkSpaceService_GetWorkSpaceSyncWindows | GET /api/v1/workSpaces/{name}/syncwindows | - | - | workSpaceWorkSpaceSyncWindowsResponse
WorkSpaceService_Watch | GET /api/v1/stream/workSpaces | name refresh resourceVersion selector repo | - | v1alphaWorkSpaceWatchEvent*
ProviderService_List | GET /api/v1/providers | server name | - | v1alphaProviderList
ProviderService_Create | POST /api/v1/providers | upsert | v1alphaProvider | v1alphaProvider
ProviderService_Update | PUT /api/v1/providers/{server} | updatedFields | v1alphaProvider | v1alphaProvider
ProviderService_Get | GET /api/v1/providers/{server} | name | - | v1alphaProvider
ProviderService_Delete | DELETE /api/v1/providers/{server} | name | - | providerProviderResponse
ProviderService_InvalidateCache | POST /api/v1/providers/{server}/invalidate-cache | - | - | v1alphaProvider
ProviderService_RotateAuth | POST /api/v1/providers/{server}/rotate-auth | - | - | providerProviderResponse
RepositoryService_ListRepositories | GET /api/v1/repositories | repo forceRefresh | - | v1alphaRepositoryList
RepositoryService_CreateRepository | POST /api/v1/repositories | upsert credsOnly | v1alphaRepository | v1alphaRepository
RepositoryService_UpdateRepository | PUT /api/v1/repositories/{repo} | - | v1alphaRepository | v1alphaRepository
RepositoryService_Get | GET /api/v1/repositories/{repo} | forceRefresh | - | v1alphaRepository
RepositoryService_DeleteRepository | DELETE /api/v1/repositories/{repo} | forceRefresh | - | repositoryRepoResponse
RepositoryService_ListApps | GET /api/v1/repositories/{repo}/workSpaces | revision | - | repositoryRepoAppsResponse
RepositoryService_ListRefs | GET /api/v1/repositories/{repo}/refs | forceRefresh | - | repositoryRefs
RepositoryService_ValidateAccess | POST /api/v1/repositories/{repo}/validate | username password sshPrivateKey insecure tlsClientCertData tlsClientCertKey type name proxy | string | repositoryRepoResponse
RepositoryService_GetAppDetails | POST /api/v1/repositories/{repo}/appdetails | - | repositoryRepoAppDetailsQuery | repositoryRepoAppDetailsResponse
RepoCredsService_ListRepositoryCredentials | GET /api/v1/repocreds | url | - | v1alphaRepoCredsList
RepoCredsService_CreateRepositoryCredentials | POST /api/v1/repocreds | upsert | v1alphaRepoCreds | v1alphaRepoCreds
RepoCredsService_UpdateRepositoryCredentials | PUT /api/v1/repocreds/{url} | - | v1alphaRepoCreds | v1alphaRepoCreds
RepoCredsService_DeleteRepositoryCredentials | DELETE /api/v1/repocreds/{url} | - | - | repocredsRepoCredsResponse
SettingsService_Get | GET /api/v1/settings | - | - | providerSettings
VersionService_Version | GET /api/version | - | - | versionVersionMessage
`;
