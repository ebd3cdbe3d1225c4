import { isObject } from "../../model/shared/json.js";
import { KubeError, type KubeErrorReason } from "./errors.js";

/** What a request was about, for its error. */
export interface Asked {
  /** Kind, name and cluster: `ConfigMap shop/settings on https://127.0.0.1:6443`. */
  readonly where: string;
  /** The verb in a sentence: `read`, `apply`. */
  readonly doing: string;
  /** For messages about credentials. */
  readonly credential: string;
}

const REASONS: Readonly<Record<string, KubeErrorReason>> = {
  NotFound: "NotFound",
  AlreadyExists: "AlreadyExists",
  Conflict: "Conflict",
  Invalid: "Invalid",
  BadRequest: "BadRequest",
  MethodNotAllowed: "BadRequest",
  NotAcceptable: "BadRequest",
  UnsupportedMediaType: "BadRequest",
  RequestEntityTooLarge: "BadRequest",
  Unauthorized: "Unauthorized",
  Forbidden: "Forbidden",
  Expired: "Expired",
  Gone: "Expired",
  TooManyRequests: "TooManyRequests",
  Timeout: "Timeout",
  ServerTimeout: "Timeout",
  ServiceUnavailable: "Unavailable",
  InternalError: "Internal",
};

const REASON_OF_STATUS: Readonly<Record<number, KubeErrorReason>> = {
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  410: "Expired",
  422: "Invalid",
  429: "TooManyRequests",
  502: "Unavailable",
  503: "Unavailable",
  504: "Timeout",
};

/**
 * The error of an answer that is not a success. `body` is a `Status` object (k8s.io/apimachinery metav1.Status),
 * or whatever a proxy in between has answered.
 * @param redact Removes secret values from a text; API servers quote what they refuse.
 */
export function statusError(
  status: number,
  body: unknown,
  asked: Asked,
  redact: (text: string) => string = (text) => text,
): KubeError {
  const isStatus = isObject(body) && body["kind"] === "Status";
  const named = isStatus && typeof body["reason"] === "string" ? REASONS[body["reason"]] : undefined;
  const reason = named ?? REASON_OF_STATUS[status] ?? (status >= 500 ? "Internal" : "BadRequest");
  const said = isStatus && typeof body["message"] === "string" ? body["message"] : plainText(body, status);
  const details = isStatus && isObject(body["details"]) ? body["details"] : {};
  const causes = Array.isArray(details["causes"]) ? details["causes"].filter(isObject) : [];
  const conflicts = causes
    .filter((cause) => cause["reason"] === "FieldManagerConflict")
    .map((cause) => ({ manager: managerIn(text(cause["message"])), field: text(cause["field"]) }));
  const faults = causes.map((cause) => ({
    field: text(cause["field"]),
    message: redact(text(cause["message"])),
  }));
  const next = nextStep(reason, asked, conflicts);
  return new KubeError(reason, {
    what:
      reason === "Unauthorized"
        ? `the cluster refused ${asked.credential}`
        : `cannot ${asked.doing}: ${redact(said)}`,
    where: asked.where,
    status,
    ...(next === undefined ? {} : { next }),
    ...(conflicts.length === 0 ? {} : { conflicts }),
    ...(reason === "Invalid" || reason === "BadRequest" ? { causes: faults } : {}),
  });
}

/** Whether a 404 says that the path itself is not served, as opposed to an object that does not exist. */
export function isUnservedPath(status: number, body: unknown): boolean {
  if (status !== 404) return false;
  if (!isObject(body) || body["kind"] !== "Status") return true;
  // The generic answer for an unknown path has no object in its details.
  const details = body["details"];
  return !isObject(details) || (details["name"] === undefined && details["kind"] === undefined);
}

/** `conflict with "manager" with subresource "scale" using apps/v1` names a manager in Go's quotes. */
function managerIn(message: string): string {
  const quoted = /^conflict with ("(?:[^"\\]|\\.)*")/.exec(message)?.[1];
  if (quoted === undefined) return message;
  try {
    return text(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}

function nextStep(
  reason: KubeErrorReason,
  asked: Asked,
  conflicts: readonly { readonly manager: string; readonly field: string }[],
): string | undefined {
  switch (reason) {
    case "Unauthorized":
      return "Renew the credential; refresh and destroy use the last recorded configuration unless run with --run-program";
    case "Forbidden":
      return `Grant the right to whom ${asked.credential} belongs, or use another credential`;
    case "Conflict": {
      if (conflicts.length === 0) return "Read the object again and repeat";
      const owners = [...new Set(conflicts.map(({ manager, field }) => `"${manager}" (${field})`))].join(
        ", ",
      );
      return `Leave the fields to ${owners}, or apply with force to take them`;
    }
    case "TooManyRequests":
    case "Unavailable":
    case "Timeout":
      return "Try again when the cluster has recovered";
    case "NotFound":
    case "AlreadyExists":
    case "Invalid":
    case "BadRequest":
    case "Expired":
    case "Unreachable":
    case "Internal":
      return undefined;
  }
}

function plainText(body: unknown, status: number): string {
  const said = typeof body === "string" ? body.trim().slice(0, 200) : "";
  return said === "" ? `HTTP status ${status}` : `HTTP status ${status}: ${said}`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
