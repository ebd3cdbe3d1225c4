import type { ApiOperation } from "./operation.js";

/** An answer that tells of a failure. */
export interface ErrorResponse {
  /** Name of the component. */
  readonly id: string;
  /** Status of HTTP. */
  readonly status: string;
  readonly description: string;
  /** Whether a call can fail so. */
  applies(operation: ApiOperation): boolean;
}

const always = (): boolean => true;
const writes = ({ verb }: ApiOperation): boolean => verb !== "get";
const named = ({ path }: ApiOperation): boolean => path.includes("{");
const loggedIn = ({ open }: ApiOperation): boolean => open !== true;

/** How calls fail. Every answer carries a runtimeError. */
export const ERROR_RESPONSES: readonly ErrorResponse[] = [
  {
    id: "badRequest",
    status: "400",
    description: "The request is malformed, or not possible in the present state.",
    applies: ({ parameters, body }) => parameters !== undefined || body !== undefined,
  },
  { id: "unauthenticated", status: "401", description: "The caller has not logged in.", applies: loggedIn },
  { id: "forbidden", status: "403", description: "The caller may not do this.", applies: loggedIn },
  { id: "notFound", status: "404", description: "What the path names does not exist.", applies: named },
  {
    id: "conflict",
    status: "409",
    description: "It exists already, or was changed by someone else.",
    applies: writes,
  },
  { id: "internal", status: "500", description: "The service failed.", applies: always },
  {
    id: "unavailable",
    status: "503",
    description: "The service, a cluster or a repository does not answer.",
    applies: always,
  },
  { id: "unexpected", status: "default", description: "Any other failure.", applies: always },
];
