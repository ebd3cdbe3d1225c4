import { readFileSync } from "node:fs";
import https from "node:https";
import { Failure } from "../../../model/shared/errors.js";
import type { LabFolder } from "../../state/folder.js";
import { clusterFolder, serverUrl } from "./paths.js";
import { ensurePki } from "./pki.js";
import { ensureTokens } from "./tokens.js";

/** An answer of the API server; the body is undefined when it is empty. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks the API server as the lab's administrator. */
export type Api = (method: "GET" | "PATCH", path: string, body?: unknown) => Promise<ApiAnswer>;

const TIMEOUT_MS = 30_000;

/** A small client for what profiles themselves ask and apply; PATCH is server-side apply, of an object or its YAML. */
export async function clusterApi(folder: LabFolder): Promise<Api> {
  const pki = await ensurePki(clusterFolder(folder, "pki"));
  const ca = readFileSync(pki.caCert);
  const token = ensureTokens(clusterFolder(folder)).of.admin;
  const server = serverUrl(folder);
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/apply-patch+yaml" }),
      };
      const url = `${server}${path}`;
      const request = https.request(
        url,
        { method, ca, headers, timeout: TIMEOUT_MS, agent: false },
        (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part));
          response.on("error", reject);
          response.on("end", () => {
            const text = Buffer.concat(parts).toString("utf8");
            resolve({ status: response.statusCode ?? 0, body: parsed(text) });
          });
        },
      );
      request.on("timeout", () => {
        request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`));
      });
      request.on("error", (error) => {
        reject(new Failure({ what: error.message, where: `${method} ${url}`, cause: error }));
      });
      request.end(typeof body === "string" || body === undefined ? body : JSON.stringify(body));
    });
}

/**
 * Applies an object of the lab's own, given as such or as YAML.
 * @throws Failure with the server's words when it refuses.
 */
export async function applyObject(api: Api, path: string, object: object | string): Promise<void> {
  const { status, body } = await api("PATCH", `${path}?fieldManager=groundplan-lab&force=true`, object);
  if (status >= 300)
    throw new Failure({ what: `the API server answers ${status}: ${JSON.stringify(body)}`, where: path });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === "" ? undefined : text;
  }
}
