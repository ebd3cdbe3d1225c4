import type { Cluster, Context, User } from "@kubernetes/client-node";
import { parseDocument } from "yaml";
import { Failure } from "../../model/shared/errors.js";
import { isObject } from "../../model/shared/json.js";
import { without } from "./without.js";

/** The parts of a kubeconfig that one context names. */
export interface SelectedContext {
  readonly context: string;
  readonly cluster: Cluster;
  /** Undefined for a context without a user. */
  readonly user: User | undefined;
}

export interface Kubeconfig {
  /** @throws Failure when the context, its cluster or its user does not exist. */
  select(context: string | undefined): SelectedContext;
  /** A user's fields as written: the library drops `tokenFile` and some impersonation fields. */
  rawUser(name: string | undefined): Readonly<Record<string, unknown>>;
}

/**
 * Parses a kubeconfig. Entries are read by the part of `@kubernetes/client-node` that knows the format; its other
 * parts take a third of a second to load, and its YAML errors quote the lines around a fault, secrets included.
 * @throws Failure that names the document and the entry, never a value.
 */
export async function readKubeconfig(text: string, where: string): Promise<Kubeconfig> {
  const document = parseDocument(text, { prettyErrors: false });
  const fault = document.errors[0];
  if (fault !== undefined) {
    const line = text.slice(0, fault.pos[0]).split("\n").length;
    throw new Failure({
      what: `not a kubeconfig: ${fault.code} in line ${line}`,
      where,
      next: "Correct the YAML",
    });
  }
  const root: unknown = document.toJS();
  if (!isObject(root) || !Array.isArray(root["clusters"]) || !Array.isArray(root["contexts"])) {
    throw new Failure({
      what: "not a kubeconfig: clusters and contexts are missing",
      where,
      next: "Give the text or path of a kubeconfig (kubectl config view --raw prints one)",
    });
  }
  const { newClusters, newContexts, newUsers } = await import("@kubernetes/client-node/dist/config_types.js");
  const users: readonly unknown[] = Array.isArray(root["users"]) ? root["users"] : [];
  let parts: { clusters: Cluster[]; contexts: Context[]; users: User[] };
  try {
    parts = {
      clusters: newClusters(root["clusters"]),
      contexts: newContexts(root["contexts"]),
      users: newUsers(users.map(withoutTokenFile)),
    };
  } catch (error) {
    throw new Failure({
      what: error instanceof Error ? error.message : "an entry is malformed",
      where,
      next: "Complete the entry",
    });
  }
  const current = typeof root["current-context"] === "string" ? root["current-context"] : "";
  return {
    select: (context) => select(parts, context ?? current, where),
    rawUser(name) {
      const entry = users.find((user) => isObject(user) && user["name"] === name);
      return isObject(entry) && isObject(entry["user"]) ? entry["user"] : {};
    },
  };
}

/** The library would read a `token-file` at once, relative to the working folder. */
function withoutTokenFile(entry: unknown): unknown {
  if (!isObject(entry) || !isObject(entry["user"])) return entry;
  return { ...entry, user: without(entry["user"], "token-file") };
}

function select(
  { clusters, contexts, users }: { clusters: Cluster[]; contexts: Context[]; users: User[] },
  name: string,
  where: string,
): SelectedContext {
  if (name === "") {
    throw new Failure({
      what: "the kubeconfig has no current-context",
      where,
      next: `Name a context: ${names(contexts)}`,
    });
  }
  const context = contexts.find((candidate) => candidate.name === name);
  if (context === undefined) {
    throw new Failure({
      what: `there is no context "${name}"`,
      where,
      next: `Name one of: ${names(contexts)}`,
    });
  }
  const cluster = clusters.find((candidate) => candidate.name === context.cluster);
  if (cluster === undefined) {
    throw new Failure({
      what: `context "${name}" names the cluster "${context.cluster}", which is not defined`,
      where,
      next: `Define it or name one of: ${names(clusters)}`,
    });
  }
  // The library's type says that a context always has a user; its parser leaves it out when the file does.
  const userName = context.user as string | undefined;
  if (userName === undefined) return { context: name, cluster, user: undefined };
  const user = users.find((candidate) => candidate.name === userName);
  if (user === undefined) {
    throw new Failure({
      what: `context "${name}" names the user "${userName}", which is not defined`,
      where,
      next: `Define it or name one of: ${names(users)}`,
    });
  }
  return { context: name, cluster, user };
}

function names(entries: readonly { readonly name: string }[]): string {
  return entries.length === 0 ? "(none are defined)" : entries.map((entry) => entry.name).join(", ");
}
