import { homedir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import type { KubernetesClient, KubeObject } from "../../clients/kubernetes/types.js";
import { isKubeError } from "../../clients/kubernetes/errors.js";
import { parseSlotSecret, updatedSlotSecret } from "../../model/artifact/ledger/codec.js";
import type { LedgerEntry } from "../../model/artifact/ledger/record.js";
import { transition } from "../../model/artifact/ledger/transitions.js";
import { DEFAULT_NAMESPACE, slotName } from "../../model/artifact/names.js";
import { Failure } from "../../model/shared/errors.js";
import { printJson } from "../output.js";

/** What is released, and where. */
export interface ReleaseOptions {
  readonly instance: string;
  readonly namespace: string;
  /** Refused when somebody else holds the instance. Default: whoever does. */
  readonly holder?: string;
  readonly yes?: boolean;
}

interface Flags extends ReleaseOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** `groundplan artifact release …`. */
export function releaseCommand(): Command {
  return new Command("release")
    .summary("who has borrowed an instance, and its release when that stack is gone")
    .description(
      "Prints who holds an instance and since when, as one JSON object. With --yes it takes the instance from its " +
        "holder: the instance becomes dirty, and the next update of its pool cleans it. For stacks that are gone: one " +
        "that still runs goes on using the instance.",
    )
    .argument("<name>", "name of the artifact")
    .requiredOption("--instance <id>", "id of the instance, such as 0-k3x9a")
    .option("--namespace <namespace>", "namespace of the artifact", DEFAULT_NAMESPACE)
    .option("--holder <holder>", "refuse unless this is the holder")
    .option("--kubeconfig <file>", "default: $KUBECONFIG, or ~/.kube/config")
    .option("--context <context>", "context of the kubeconfig; default: its current one")
    .option("--yes", "release the instance instead of only showing its holder")
    .action(async (name: string, flags: Flags) => {
      const { connectKubernetes } = await import("../../clients/kubernetes/connect.js");
      const { context } = flags;
      const client = await connectKubernetes({
        kubeconfig: { path: flags.kubeconfig ?? defaultKubeconfig() },
        ...(context === undefined ? {} : { context }),
      });
      try {
        await release(client, name, flags, () => new Date().toISOString());
      } finally {
        await client.close();
      }
    });
}

/** Shows the holder of an instance and, if so asked, takes the instance from it by compare-and-swap. */
async function release(
  client: Pick<KubernetesClient, "get" | "replace" | "server">,
  artifact: string,
  { instance, namespace, holder, yes = false }: ReleaseOptions,
  clock: () => string,
): Promise<void> {
  const where = `instance ${instance} of artifact ${artifact} in namespace ${namespace} on ${client.server}`;
  const { object, entry } = await find(client, artifact, instance, namespace, where);
  const { lease, state, slot } = entry.record;
  const about = { artifact, namespace, instance, slot };
  const held = lease === undefined ? {} : { holder: lease.holder, team: lease.team, since: lease.since };
  if (holder !== undefined && holder !== lease?.holder) {
    printJson({ ...about, state, ...held, released: false });
    throw new Failure({
      what:
        lease === undefined
          ? `is ${state}, and nobody holds it`
          : `is held by ${lease.holder} and not by ${holder}`,
      where,
      next: "Nothing was changed",
    });
  }
  if (!yes || lease === undefined) {
    printJson({ ...about, state, ...held, released: false });
    if (yes)
      throw new Failure({ what: `is ${state}, and nobody holds it`, where, next: "Nothing was changed" });
    return;
  }
  const after = transition(entry, { do: "release", holder: lease.holder, at: clock() });
  if (!after.ok || after.gone) throw new Failure({ what: "cannot be released", where });
  try {
    await client.replace(updatedSlotSecret(object, after.entry));
  } catch (error) {
    if (!isKubeError(error, "Conflict")) throw error;
    throw new Failure({
      what: "was changed by somebody else meanwhile",
      where,
      next: "Look again, without --yes",
      cause: error,
    });
  }
  printJson({ ...about, state: after.entry.record.state, ...held, released: true });
}

async function find(
  client: Pick<KubernetesClient, "get">,
  artifact: string,
  instance: string,
  namespace: string,
  where: string,
): Promise<{ readonly object: KubeObject; readonly entry: LedgerEntry }> {
  const slot = /^(\d{1,4})-[a-z0-9]+$/.exec(instance)?.[1];
  if (slot === undefined) {
    throw new Failure({
      what: `"${instance}" is no id of an instance`,
      where: "--instance",
      next: "Write it as 0-k3x9a",
    });
  }
  const name = slotName(artifact, Number(slot));
  const object = await client.get({ apiVersion: "v1", kind: "Secret", namespace, name });
  if (object === undefined) {
    throw new Failure({ what: "does not exist", where, next: "Check the names, and the namespace" });
  }
  const entry = parseSlotSecret(object);
  if ("problem" in entry) throw new Failure({ what: entry.problem, where });
  const { record } = entry;
  if (record.instance === instance) return { object, entry };
  throw new Failure({ what: `is gone; its slot holds instance ${record.instance} now`, where });
}

function defaultKubeconfig(): string {
  const [first] = (process.env["KUBECONFIG"] ?? "").split(path.delimiter);
  return first === undefined || first === "" ? path.join(homedir(), ".kube", "config") : first;
}
