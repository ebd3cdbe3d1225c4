import type { ApiOperation } from "./operation.js";

/** SettingsService and VersionService. */
export const serviceOperations: readonly ApiOperation[] = [
  {
    id: "SettingsService_Get",
    verb: "get",
    path: "/api/v1/settings",
    summary: "Tells how the service is set up",
    response: "providerSettings",
    open: true,
  },
  {
    id: "VersionService_Version",
    verb: "get",
    path: "/api/version",
    summary: "Tells versions of the service and its tools",
    response: "versionVersionMessage",
    open: true,
  },
];
