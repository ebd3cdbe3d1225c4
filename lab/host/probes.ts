import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import type { Probe } from "./daemon.js";

const TIMEOUT_MS = 2000;

/**
 * Asks once. Answers undefined when healthy, otherwise what is wrong, in a few words.
 * @param pidOf Id of a daemon by name, for probes that look from within another one.
 */
export async function ask(
  probe: Probe,
  pidOf: (name: string) => number | undefined,
): Promise<string | undefined> {
  switch (probe.type) {
    case "http":
      return askHttp(probe);
    case "tcp":
      return connects({ host: probe.host, port: probe.port });
    case "unix":
    case "file": {
      const pid = probe.within === undefined ? undefined : pidOf(probe.within);
      if (probe.within !== undefined && pid === undefined) return `${probe.within} does not run`;
      const path = pid === undefined ? probe.path : `/proc/${pid}/root${probe.path}`;
      if (probe.type === "unix") return connects({ path });
      return existsSync(path) ? undefined : `${probe.path} is not there yet`;
    }
  }
}

async function askHttp(probe: Probe & { type: "http" }): Promise<string | undefined> {
  const ca =
    probe.certificateAuthority === undefined ? undefined : await readFile(probe.certificateAuthority);
  return new Promise((resolve) => {
    const answered = (response: http.IncomingMessage): void => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", (error) => {
        resolve(reason(error));
      });
      response.on("end", () => {
        const status = response.statusCode ?? 0;
        if (probe.expect.includes(status)) {
          resolve(undefined);
          return;
        }
        const text = Buffer.concat(parts).toString("utf8").trim().slice(0, 200);
        resolve(`answers ${status}${text === "" ? "" : `: ${text.replaceAll("\n", " ")}`}`);
      });
    };
    const options = { timeout: TIMEOUT_MS, agent: false };
    const request =
      ca === undefined
        ? http.get(probe.url, options, answered)
        : https.get(probe.url, { ...options, ca }, answered);
    request.on("timeout", () => {
      request.destroy(new Error(`does not answer within ${TIMEOUT_MS} ms`));
    });
    request.on("error", (error) => {
      resolve(reason(error));
    });
  });
}

function connects(where: net.NetConnectOpts): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect({ ...where, timeout: TIMEOUT_MS });
    const end = (result: string | undefined): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => {
      end(undefined);
    });
    socket.once("timeout", () => {
      end(`does not accept connections within ${TIMEOUT_MS} ms`);
    });
    socket.once("error", (error) => {
      end(reason(error));
    });
  });
}

function reason(error: Error): string {
  return "code" in error && error.code === "ECONNREFUSED" ? "does not listen" : error.message;
}
