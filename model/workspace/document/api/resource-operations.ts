import { RESOURCE_PATCH_TYPES } from "../enumerations.js";
import { inPath, inQuery, type ApiOperation } from "./operation.js";
import { workSpaceName } from "./workspace-operations.js";

/** The object that a call is about. */
const target = [
  inQuery("namespace", "Namespace of the object."),
  inQuery("resourceName", "Name of the object."),
  inQuery("version", "API version of the object."),
  inQuery("group", "API group of the object; empty for the core group."),
  inQuery("kind", "Kind of the object."),
];

/** Objects that a list is limited to. */
const filter = [
  inQuery("namespace", "Namespace of the objects. Default: all."),
  inQuery("name", "Name of the objects. Default: all."),
  inQuery("version", "API version of the objects. Default: all."),
  inQuery("group", "API group of the objects. Default: all."),
  inQuery("kind", "Kind of the objects. Default: all."),
];

/** Lines of logs that are wanted. */
const lines = [
  inQuery("container", "Container that wrote them. Default: the only one."),
  inQuery("sinceSeconds", "The oldest, in seconds before now.", "int64"),
  inQuery("sinceTime.seconds", "The oldest, in seconds since 1970.", "int64"),
  inQuery("sinceTime.nanos", "Nanoseconds after those seconds.", "int32"),
  inQuery("tailLines", "How many of the last ones. Default: all.", "int64"),
  inQuery("follow", "Whether new ones are waited for. Default false.", "boolean"),
  inQuery("untilTime", "The newest, as a time by RFC 3339."),
  inQuery("filter", "Text that they contain; a leading ! means: do not contain."),
  inQuery("kind", "Kind of the object whose pods wrote them."),
  inQuery("group", "API group of that object."),
  inQuery("resourceName", "Name of that object."),
];
const namespace = inQuery("namespace", "Namespace of the pods.");

/** WorkSpaceService: the objects of one workspace. */
export const resourceOperations: readonly ApiOperation[] = [
  {
    id: "WorkSpaceService_ManagedResources",
    verb: "get",
    path: "/api/v1/workSpaces/{name}/managed-resources",
    summary: "Compares the objects of a workspace with what they shall be",
    parameters: [workSpaceName, ...filter],
    response: "workSpaceManagedResourcesResponse",
  },
  {
    id: "WorkSpaceService_ResourceTree",
    verb: "get",
    path: "/api/v1/workSpaces/{name}/resource-tree",
    summary: "Returns the live objects of a workspace and what belongs to them",
    parameters: [workSpaceName, ...filter],
    response: "v1alphaWorkSpaceTree",
  },
  {
    id: "WorkSpaceService_ListResourceEvents",
    verb: "get",
    path: "/api/v1/workSpaces/{name}/events",
    summary: "Lists events of a workspace, or of one of its objects",
    parameters: [
      workSpaceName,
      inQuery("resourceNamespace", "Namespace of the object."),
      inQuery("resourceName", "Name of the object."),
      inQuery("resourceUID", "Unique id of the object. Default: the workspace itself."),
    ],
    response: "v1EventList",
  },
  {
    id: "WorkSpaceService_WorkSpaceLogs",
    verb: "get",
    path: "/api/v1/workSpaces/{name}/logs",
    summary: "Returns the logs of a workspace",
    parameters: [
      workSpaceName,
      inQuery("podName", "Pod that wrote them. Default: all."),
      namespace,
      ...lines,
    ],
    response: "workSpaceLogEntry",
    stream: true,
  },
  {
    id: "WorkSpaceService_DeviceLogs",
    verb: "get",
    path: "/api/v1/workSpaces/{name}/device/{resource}/logs",
    summary: "Returns the logs of one device",
    parameters: [workSpaceName, inPath("resource", "Name of the device."), namespace, ...lines],
    response: "workSpaceLogEntry",
    stream: true,
  },
  {
    id: "WorkSpaceService_GetResource",
    verb: "get",
    path: "/api/v1/workSpaces/{name}/resource",
    summary: "Returns a live object",
    parameters: [workSpaceName, ...target],
    response: "workSpaceWorkSpaceResourceResponse",
  },
  {
    id: "WorkSpaceService_PatchResource",
    verb: "post",
    path: "/api/v1/workSpaces/{name}/resource",
    summary: "Changes part of a live object",
    parameters: [
      workSpaceName,
      ...target,
      inQuery("patchType", "What the patch is.", "string", RESOURCE_PATCH_TYPES),
    ],
    body: { type: "string", description: "The patch, as JSON text." },
    response: "workSpaceWorkSpaceResourceResponse",
  },
  {
    id: "WorkSpaceService_DeleteResource",
    verb: "delete",
    path: "/api/v1/workSpaces/{name}/resource",
    summary: "Deletes a live object",
    parameters: [
      workSpaceName,
      ...target,
      inQuery("force", "Whether it is deleted without waiting. Default false.", "boolean"),
      inQuery("orphan", "Whether what belongs to it stays. Default false.", "boolean"),
    ],
    response: "workSpaceWorkSpaceResponse",
  },
  {
    id: "WorkSpaceService_ListResourceActions",
    verb: "get",
    path: "/api/v1/workSpaces/{name}/resource/actions",
    summary: "Lists what can be done with a live object",
    parameters: [workSpaceName, ...target],
    response: "workSpaceResourceActionsListResponse",
  },
  {
    id: "WorkSpaceService_RunResourceAction",
    verb: "post",
    path: "/api/v1/workSpaces/{name}/resource/actions",
    summary: "Does something with a live object",
    parameters: [workSpaceName, ...target],
    body: { type: "string", description: "Name of the action." },
    response: "workSpaceWorkSpaceResponse",
  },
];
