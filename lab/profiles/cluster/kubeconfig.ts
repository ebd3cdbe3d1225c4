import { readFileSync } from "node:fs";
import { stringify } from "yaml";
import { PRIVATE, writeIfChanged } from "../../state/files.js";

/** What a kubeconfig of the lab says. */
export interface KubeconfigContent {
  readonly server: string;
  readonly caCertFile: string;
  /** Name to look for in the server's certificate where `server` is not in it. */
  readonly serverName?: string;
  readonly user: string;
  readonly token: string;
}

/** Writes a kubeconfig with everything inlined, mode 0600. The one context is called `lab`. */
export function writeKubeconfig(file: string, content: KubeconfigContent): string {
  const { server, caCertFile, serverName, user, token } = content;
  const cluster = {
    server,
    "certificate-authority-data": readFileSync(caCertFile).toString("base64"),
    ...(serverName === undefined ? {} : { "tls-server-name": serverName }),
  };
  const text = stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "lab", cluster }],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: "lab", context: { cluster: "lab", user } }],
    "current-context": "lab",
  });
  return writeIfChanged(file, text, PRIVATE);
}
