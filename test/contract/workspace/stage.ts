import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { objectKey } from "../../../model/shared/kubernetes-object.js";
import { KindStage, openStage, type StageParts } from "../../support/kind-stage.js";
import type { Properties } from "../../support/provider-process.js";
import { runControllers } from "./controllers.js";

// Starting a process takes a second on an idle machine and several on a busy one.
jest.setTimeout(120_000);

/** The resource of every test. */
export const SYNC = ["Sync", "shop"] as const;

/** A cluster with controllers. */
export class Stage extends KindStage<"Sync"> {
  private constructor(
    readonly cluster: FakeKubernetes,
    parts: StageParts,
  ) {
    super(parts);
    this.api.settle = () => runControllers(cluster);
  }

  static async open(): Promise<Stage> {
    const cluster = new FakeKubernetes({ namespaces: ["shop"], garbageCollection: true });
    return new Stage(cluster, await openStage("workspace", cluster));
  }

  /** Inputs of a workspace with these objects in namespace `shop`. */
  workspace(objects: readonly KubeObject[], rest: Properties = {}): Properties {
    const texts = (wanted: readonly KubeObject[]): Record<string, string> =>
      Object.fromEntries(wanted.map((object) => [objectKey(object), JSON.stringify(object)]));
    return this.inputs(...SYNC, {
      cluster: "lab",
      name: "shop",
      namespace: "shop",
      objects: texts(objects.filter(({ kind }) => kind !== "Secret")),
      secrets: texts(objects.filter(({ kind }) => kind === "Secret")),
      revision: "abcdef0123456789",
      ...rest,
    });
  }

  /** What is in the cluster, as `Kind/name`, but for what the cluster itself made. */
  present(): string[] {
    return this.cluster
      .objects()
      .map(({ kind, metadata }) => `${kind}/${metadata.name ?? ""}`)
      .sort();
  }
}
