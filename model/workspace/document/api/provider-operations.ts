import { PROVIDER_UPDATE_FIELDS } from "../enumerations.js";
import { inPath, inQuery, type ApiOperation } from "./operation.js";

const server = inPath("server", "URL of the cluster's API, percent-encoded.");
const name = inQuery("name", "Name of the cluster.");

/** ProviderService. */
export const providerOperations: readonly ApiOperation[] = [
  {
    id: "ProviderService_List",
    verb: "get",
    path: "/api/v1/providers",
    summary: "Lists clusters",
    parameters: [inQuery("server", "URL of the cluster's API. Default: all."), name],
    response: "v1alphaProviderList",
  },
  {
    id: "ProviderService_Create",
    verb: "post",
    path: "/api/v1/providers",
    summary: "Registers a cluster",
    parameters: [inQuery("upsert", "Whether an existing one is replaced. Default false.", "boolean")],
    body: { type: "v1alphaProvider", description: "The cluster." },
    response: "v1alphaProvider",
  },
  {
    id: "ProviderService_Get",
    verb: "get",
    path: "/api/v1/providers/{server}",
    summary: "Returns a cluster",
    parameters: [server, name],
    response: "v1alphaProvider",
  },
  {
    id: "ProviderService_Update",
    verb: "put",
    path: "/api/v1/providers/{server}",
    summary: "Replaces a cluster",
    parameters: [
      server,
      inQuery(
        "updatedFields",
        "The only fields that are replaced. Default: all.",
        "strings",
        PROVIDER_UPDATE_FIELDS,
      ),
    ],
    body: { type: "v1alphaProvider", description: "The cluster." },
    response: "v1alphaProvider",
  },
  {
    id: "ProviderService_Delete",
    verb: "delete",
    path: "/api/v1/providers/{server}",
    summary: "Forgets a cluster",
    parameters: [server, name],
    response: "providerProviderResponse",
  },
  {
    id: "ProviderService_InvalidateCache",
    verb: "post",
    path: "/api/v1/providers/{server}/invalidate-cache",
    summary: "Lists all objects of a cluster anew",
    parameters: [server],
    response: "v1alphaProvider",
  },
  {
    id: "ProviderService_RotateAuth",
    verb: "post",
    path: "/api/v1/providers/{server}/rotate-auth",
    summary: "Replaces the token that a cluster is connected to with",
    parameters: [server],
    response: "providerProviderResponse",
  },
];
