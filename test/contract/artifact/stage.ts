import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import { parseSlotSecret } from "../../../model/artifact/ledger/codec.js";
import { KindStage, openStage, type StageParts } from "../../support/kind-stage.js";
import { PretendedTekton } from "../../support/pretended-tekton.js";
import type { Properties } from "../../support/provider-process.js";

// Starting a process takes a second on an idle machine and several on a busy one.
jest.setTimeout(120_000);

export const NAMESPACE = "train";

export type Type = "ArtifactPool" | "ArtifactLease";

/** A cluster with a pretended Tekton, and the real provider process of a project that uses it. */
export class Stage extends KindStage<Type> {
  private constructor(
    readonly cluster: FakeKubernetes,
    readonly tekton: PretendedTekton,
    parts: StageParts,
  ) {
    super(parts);
  }

  static async open(): Promise<Stage> {
    const cluster = new FakeKubernetes({ namespaces: [NAMESPACE], garbageCollection: true });
    const tekton = new PretendedTekton(cluster);
    return new Stage(cluster, tekton, await openStage("artifact", cluster));
  }

  override inputs(type: Type, name: string, rest: Properties): Properties {
    return super.inputs(type, name, { cluster: "lab", namespace: NAMESPACE, team: "platform", ...rest });
  }

  pool(settings: Properties = {}, rest: Properties = {}): Properties {
    return this.inputs("ArtifactPool", "carv01", { name: "carv01", settings, ...UNITS, ...rest });
  }

  lease(rest: Properties = {}): Properties {
    return this.inputs("ArtifactLease", "web", { artifact: "carv01", ...rest });
  }

  /** `0 clean, 1 borrowed`: slots and states. */
  states(): string {
    return this.cluster
      .objects("Secret")
      .filter(({ metadata }) => metadata.name?.startsWith("inst-"))
      .map((secret) => {
        const entry = parseSlotSecret(secret);
        return "problem" in entry ? entry.problem : `${entry.record.slot} ${entry.record.state}`;
      })
      .sort()
      .join(", ");
  }

  runs(): string[] {
    return this.cluster.objects("PipelineRun").map(({ metadata }) => metadata.name ?? "");
  }
}

const STEP = { name: "go", image: "busybox", script: "echo $(params.inst_id)" };

const UNITS = {
  build: JSON.stringify({
    tasks: [{ name: "make", taskSpec: { results: [{ name: "endpoint" }], steps: [STEP] } }],
    results: [{ name: "endpoint", value: "$(tasks.make.results.endpoint)" }],
  }),
  clean: JSON.stringify({ tasks: [{ name: "drop", taskSpec: { steps: [STEP] } }] }),
};
