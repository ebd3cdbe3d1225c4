import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { tempFolder } from "./temp-folder.js";

/** A new certificate authority: its file and its text. */
export function newAuthority(): { readonly file: string; readonly pem: string } {
  const folder = tempFolder();
  const file = path.join(folder, "ca.crt");
  const arguments_ = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const where = ["-keyout", path.join(folder, "ca.key"), "-out", file, "-subj", "/CN=lab", "-days", "2"];
  execFileSync("openssl", [...arguments_, ...where], { stdio: "ignore" });
  return { file, pem: readFileSync(file, "utf8") };
}

/** A kubeconfig text. The token is one that a test can look for. */
export function kubeconfig(cluster: {
  readonly server: string;
  readonly authority?: string;
  readonly insecure?: boolean;
  readonly namespace?: string;
  readonly token?: string;
}): string {
  const trust = {
    ...(cluster.authority === undefined
      ? {}
      : { "certificate-authority-data": Buffer.from(cluster.authority).toString("base64") }),
    ...(cluster.insecure === true ? { "insecure-skip-tls-verify": true } : {}),
  };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "lab",
    clusters: [{ name: "lab", cluster: { server: cluster.server, ...trust } }],
    users: [{ name: "admin", user: { token: cluster.token ?? "canary-token" } }],
    contexts: [
      {
        name: "lab",
        context: {
          cluster: "lab",
          user: "admin",
          ...(cluster.namespace === undefined ? {} : { namespace: cluster.namespace }),
        },
      },
    ],
  });
}

/** A cluster at a port that nothing listens on. */
export function unreachableKubeconfig(): string {
  return kubeconfig({ server: "https://127.0.0.1:1" });
}

/** Writes a text into a new folder. @returns Its path. */
export function fileWith(text: string, name = "kubeconfig"): string {
  const file = path.join(tempFolder(), name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}
