import type { KubeObject } from "../../clients/kubernetes/types.js";
import { ARTIFACT_LABELS } from "../../model/artifact/names.js";
import { parseSlotSecret } from "../../model/artifact/ledger/codec.js";
import type { LedgerEntry } from "../../model/artifact/ledger/record.js";
import { ArtifactRecorder } from "./artifact-recorder.js";
import { removeNamespace, StackScene } from "./stack-scene.js";
import { until } from "./until.js";

/** A section `groundplan:artifacts` as a person writes it. */
export type Artifacts = Readonly<Record<string, unknown>>;

/** What a request's scripts are. */
export interface Scripts {
  /** Default writes `built <instance>` to the result `endpoint`. */
  readonly build?: string;
  /** Default tells the instance and its endpoint. */
  readonly clean?: string;
}

/** What every namespace has. */
const NATIVE = ["ConfigMap kube-root-ca.crt", "ServiceAccount default"];
const PASSING = new Set(["Event", "PodMetrics", "EndpointSlice"]);

/** A request with one task each to build and to clean, and one result. */
export function request(
  name: string,
  { build = 'printf "built $(params.inst_id)" > $(results.endpoint.path)', clean }: Scripts = {},
): Readonly<Record<string, unknown>> {
  const step = (script: string): object => ({ name: "go", image: "ubuntu", script });
  return {
    name,
    build: {
      tasks: [{ name: "make", spec: { results: [{ name: "endpoint" }], steps: [step(build)] } }],
      results: [{ name: "endpoint", value: "$(tasks.make.results.endpoint)" }],
    },
    clean: {
      tasks: [
        {
          name: "drop",
          spec: { steps: [step(clean ?? "echo $(params.inst_id) $(params.result_endpoint)")] },
        },
      ],
    },
  };
}

/** One stack with artifacts in a namespace of its own, which has the scene's name and outlives the stack. */
export class ArtifactScene extends StackScene {
  private watching: ArtifactRecorder | undefined;

  constructor(readonly namespace: string) {
    super({ profiles: ["tekton"], stack: namespace });
    beforeAll(async () => {
      await this.kubernetes.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
      this.watching = new ArtifactRecorder(this.kubernetes, namespace);
    });
    // By itself: a watch that goes on would keep a run from ending whose stack could not be destroyed.
    afterAll(() => {
      this.watching?.stop();
    });
  }

  /** What happens to slots and runs in the namespace. */
  get recorder(): ArtifactRecorder {
    if (this.watching === undefined) throw new Error("a scene's recorder is there within tests only");
    return this.watching;
  }

  /** Where everything of the scene lies. */
  get place(): Readonly<Record<string, unknown>> {
    return { cluster: "lab", namespace: this.namespace, createNamespace: false };
  }

  /** A pool in the scene's namespace. */
  pool(of: Readonly<Record<string, unknown>>, settings: Readonly<Record<string, unknown>> = {}): object {
    return { ...this.place, request: of, publicResults: ["endpoint"], ...settings };
  }

  /** The stack file's content, for a stack of the same lab. */
  config(artifacts: Artifacts): Readonly<Record<string, unknown>> {
    return this.stackFile({ artifacts: { team: this.namespace, ...artifacts } });
  }

  /** Writes the stack file. */
  declare(artifacts: Artifacts): void {
    this.stack.configure(this.config(artifacts));
  }

  /** Sets members of the secret part: `accounts.gcp.one.key`. */
  async setSecrets(secrets: Readonly<Record<string, string>>): Promise<void> {
    await this.stack.create();
    for (const [key, value] of Object.entries(secrets))
      await this.stack.setSecret(`artifactsSecrets.${key}`, value);
  }

  /** The ledger of an artifact, by slot. */
  async ledger(artifact: string): Promise<readonly LedgerEntry[]> {
    const { items } = await this.kubernetes.list(
      { group: "", version: "v1", kind: "Secret" },
      { namespace: this.namespace, labelSelector: `${ARTIFACT_LABELS.artifact}=${artifact}` },
    );
    return items
      .filter(({ metadata }) => metadata.name?.startsWith(`inst-${artifact}-`))
      .map(entryIn)
      .sort((one, other) => one.record.slot - other.record.slot);
  }

  /** States of an artifact's instances, by slot. */
  async states(artifact: string): Promise<readonly string[]> {
    return (await this.ledger(artifact)).map(({ record }) => record.state);
  }

  /** Ids of an artifact's instances, by slot. */
  async instances(artifact: string): Promise<readonly string[]> {
    return (await this.ledger(artifact)).map(({ record }) => record.instance);
  }

  /** Asserts that nothing is left in the namespace. Pods go a moment after the runs that they belong to. */
  async expectNothingLeft(): Promise<void> {
    let left: readonly string[] = [];
    await until("everything to be gone", async () => {
      left = await this.leftovers();
      return left.length === 0;
    }).catch(() => undefined);
    expect(left).toEqual([]);
  }

  /** Everything in the namespace that is not there by itself: `Secret inst-a-0`. */
  private async leftovers(): Promise<readonly string[]> {
    const kinds = (await this.kubernetes.resources()).filter(
      ({ namespaced, verbs, kind }) => namespaced && verbs.includes("list") && !PASSING.has(kind),
    );
    const lists = await Promise.all(
      kinds.map((kind) => this.kubernetes.list(kind, { namespace: this.namespace, metadataOnly: true })),
    );
    const names = lists.flatMap(({ items }, index) =>
      items.map(({ metadata }) => `${kinds[index]?.kind ?? ""} ${metadata.name ?? ""}`),
    );
    return [...new Set(names)].filter((name) => !NATIVE.includes(name)).sort();
  }

  protected override async ended(): Promise<void> {
    await removeNamespace(this.kubernetes, this.namespace);
  }
}

function entryIn(secret: KubeObject): LedgerEntry {
  const entry = parseSlotSecret(secret);
  if ("problem" in entry) throw new Error(`${secret.metadata.name ?? ""}: ${entry.problem}`);
  return entry;
}
