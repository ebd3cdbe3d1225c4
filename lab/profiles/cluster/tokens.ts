import { randomBytes } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import { PRIVATE, readIfThere, writeIfChanged, writeWhole } from "../../state/files.js";

/** The identities of the lab: user name and groups, as the API server's token file maps them. */
const IDENTITIES = {
  admin: { user: "lab-admin", groups: ["system:masters"] },
  controllerManager: { user: "system:kube-controller-manager", groups: [] },
  scheduler: { user: "system:kube-scheduler", groups: [] },
  node: { user: "system:node:node1", groups: ["system:nodes"] },
  proxy: { user: "system:kube-proxy", groups: [] },
  gateway: { user: "envoy-gateway", groups: ["system:masters"] },
  pipelines: { user: "tekton-pipelines-controller", groups: ["system:masters"] },
  fakeNodes: { user: "kwok", groups: ["system:masters"] },
} as const;

/** Who may ask the API server. */
export type Identity = keyof typeof IDENTITIES;

/** One bearer token an identity, and the file in which the API server finds them all. */
export interface Tokens {
  readonly of: Readonly<Record<Identity, string>>;
  readonly file: string;
}

const stored = z.record(z.string(), z.string().min(32));

/** The tokens of a lab's cluster: random, made once; both files are readable by their owner only. */
export function ensureTokens(folder: string): Tokens {
  const memory = path.join(folder, "tokens.json");
  const known = stored.parse(JSON.parse(readIfThere(memory) ?? "{}"));
  const token = (identity: Identity): string => known[identity] ?? randomBytes(24).toString("base64url");
  const of: Record<Identity, string> = {
    admin: token("admin"),
    controllerManager: token("controllerManager"),
    scheduler: token("scheduler"),
    node: token("node"),
    proxy: token("proxy"),
    gateway: token("gateway"),
    pipelines: token("pipelines"),
    fakeNodes: token("fakeNodes"),
  };
  if (Object.keys(known).length !== Object.keys(of).length) writeWhole(memory, JSON.stringify(of), PRIVATE);
  return { of, file: writeIfChanged(path.join(folder, "tokens.csv"), tokenTable(of), PRIVATE) };
}

// token,user,uid,"group1,group2"
function tokenTable(of: Readonly<Record<Identity, string>>): string {
  return Object.entries(IDENTITIES)
    .map(([name, { user, groups }]) => `${of[name as Identity]},${user},${user},"${groups.join(",")}"\n`)
    .join("");
}
