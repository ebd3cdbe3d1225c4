import { PROPAGATION_POLICIES, REFRESH_TYPES } from "../enumerations.js";
import { inPath, inQuery, type ApiOperation } from "./operation.js";

export const workSpaceName = inPath("name", "Name of the workspace.");

const selection = [
  inQuery("refresh", "Looks at the workspaces anew before answering.", "string", REFRESH_TYPES),
  inQuery("resourceVersion", "The only version that is answered with; where a watch goes on from."),
  inQuery("selector", "Labels of the workspaces, as kubectl selects them."),
  inQuery("repo", "URL of the repository that the workspaces come from."),
];
const named = inQuery("name", "Name of the workspace. Default: all.");
const validate = inQuery(
  "validate",
  "Whether the spec is checked and tried without effect. Default true.",
  "boolean",
);

/** WorkSpaceService: workspaces as a whole. */
export const workSpaceOperations: readonly ApiOperation[] = [
  {
    id: "WorkSpaceService_List",
    verb: "get",
    path: "/api/v1/workSpaces",
    summary: "Lists workspaces",
    parameters: [named, ...selection],
    response: "v1alphaWorkSpaceList",
  },
  {
    id: "WorkSpaceService_Create",
    verb: "post",
    path: "/api/v1/workSpaces",
    summary: "Creates a workspace",
    parameters: [
      inQuery("upsert", "Whether an existing one is replaced. Default false.", "boolean"),
      validate,
    ],
    body: { type: "v1alphaWorkSpace", description: "The workspace." },
    response: "v1alphaWorkSpace",
  },
  {
    id: "WorkSpaceService_Watch",
    verb: "get",
    path: "/api/v1/stream/workSpaces",
    summary: "Reports changes of workspaces as they happen",
    parameters: [named, ...selection],
    response: "v1alphaWorkSpaceWatchEvent",
    stream: true,
  },
  {
    id: "WorkSpaceService_Get",
    verb: "get",
    path: "/api/v1/workSpaces/{name}",
    summary: "Returns a workspace",
    parameters: [workSpaceName, ...selection],
    response: "v1alphaWorkSpace",
  },
  {
    id: "WorkSpaceService_Update",
    verb: "put",
    path: "/api/v1/workSpaces/{name}",
    summary: "Replaces a workspace",
    parameters: [workSpaceName, validate],
    body: { type: "v1alphaWorkSpace", description: "The workspace." },
    response: "v1alphaWorkSpace",
  },
  {
    id: "WorkSpaceService_Patch",
    verb: "patch",
    path: "/api/v1/workSpaces/{name}",
    summary: "Changes part of a workspace",
    parameters: [workSpaceName],
    body: { type: "workSpaceWorkSpacePatchRequest", description: "The patch." },
    response: "v1alphaWorkSpace",
  },
  {
    id: "WorkSpaceService_Delete",
    verb: "delete",
    path: "/api/v1/workSpaces/{name}",
    summary: "Deletes a workspace",
    parameters: [
      workSpaceName,
      inQuery("cascade", "Whether its objects are deleted as well. Default true.", "boolean"),
      inQuery(
        "propagationPolicy",
        "What becomes of its objects. Default foreground.",
        "string",
        PROPAGATION_POLICIES,
      ),
    ],
    response: "workSpaceWorkSpaceResponse",
  },
  {
    id: "WorkSpaceService_UpdateSpec",
    verb: "put",
    path: "/api/v1/workSpaces/{name}/spec",
    summary: "Replaces the spec of a workspace",
    parameters: [workSpaceName, validate],
    body: { type: "v1alphaWorkSpaceSpec", description: "The spec." },
    response: "v1alphaWorkSpaceSpec",
  },
  {
    id: "WorkSpaceService_Sync",
    verb: "post",
    path: "/api/v1/workSpaces/{name}/sync",
    summary: "Synchronises a workspace",
    parameters: [workSpaceName],
    body: { type: "workSpaceWorkSpaceSyncRequest", description: "How it is synchronised." },
    response: "v1alphaWorkSpace",
  },
  {
    id: "WorkSpaceService_Rollback",
    verb: "post",
    path: "/api/v1/workSpaces/{name}/rollback",
    summary: "Takes a workspace back to an earlier revision",
    parameters: [workSpaceName],
    body: { type: "workSpaceWorkSpaceRollbackRequest", description: "The revision." },
    response: "v1alphaWorkSpace",
  },
  {
    id: "WorkSpaceService_TerminateOperation",
    verb: "delete",
    path: "/api/v1/workSpaces/{name}/operation",
    summary: "Ends the running operation",
    parameters: [workSpaceName],
    response: "workSpaceOperationTerminateResponse",
  },
  {
    id: "WorkSpaceService_GetWorkSpaceSyncWindows",
    verb: "get",
    path: "/api/v1/workSpaces/{name}/syncwindows",
    summary: "Tells whether a workspace may be synchronised now",
    parameters: [workSpaceName],
    response: "workSpaceWorkSpaceSyncWindowsResponse",
  },
  {
    id: "WorkSpaceService_GetManifests",
    verb: "get",
    path: "/api/v1/workSpaces/{name}/manifests",
    summary: "Renders the objects of a workspace",
    parameters: [workSpaceName, inQuery("revision", "Revision. Default: the source's.")],
    response: "repositoryManifestResponse",
  },
  {
    id: "WorkSpaceService_RevisionMetadata",
    verb: "get",
    path: "/api/v1/workSpaces/{name}/revisions/{revision}/metadata",
    summary: "Tells who made a revision, and when",
    parameters: [workSpaceName, inPath("revision", "The revision.")],
    response: "v1alphaRevisionMetadata",
  },
];
