import { isObject } from "../../../model/shared/json.js";

/** What the fake says to raw requests that a test does not answer itself. */
export function standardAnswer(
  method: string,
  path: string,
  body: unknown,
): { status: number; body: unknown } {
  if (method === "GET" && /^\/(readyz|livez|healthz)/.test(path)) return { status: 200, body: "ok" };
  if (method === "GET" && path === "/version") {
    return { status: 200, body: { major: "1", minor: "36", gitVersion: "v1.36.3" } };
  }
  if (method === "POST" && path.endsWith("accessreviews")) {
    return { status: 201, body: { ...(isObject(body) ? body : {}), status: { allowed: true } } };
  }
  return { status: 404, body: "404 page not found" };
}
