import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import { KindStage, openStage, type StageParts } from "../../support/kind-stage.js";
import type { Properties } from "../../support/provider-process.js";

// Starting a process takes a second on an idle machine and several on a busy one.
jest.setTimeout(120_000);

export const NAMESPACE = "apps";
export const DOMAIN = "0123456789abcdef0123456789abcdef";

export type Type = "DevCertificates" | "Identity" | "ReadyGate" | "RouteGate" | "Traffic" | "VersionLedger";

/** A cluster with Gateway API and Vimana's kinds. */
export class Stage extends KindStage<Type> {
  private constructor(
    readonly cluster: FakeKubernetes,
    parts: StageParts,
  ) {
    super(parts);
  }

  static async open(): Promise<Stage> {
    const gateway = { group: "gateway.networking.k8s.io", version: "v1" };
    const vimana = { group: "api.vimana.host", version: "v1alpha1" };
    const cluster = new FakeKubernetes({
      namespaces: [NAMESPACE],
      kinds: [
        { ...gateway, kind: "GRPCRoute" },
        { ...gateway, kind: "Gateway" },
        { ...vimana, kind: "Vimana" },
        { ...vimana, kind: "Server" },
      ],
    });
    return new Stage(cluster, await openStage("vimana", cluster));
  }

  override inputs(type: Type, name: string, rest: Properties): Properties {
    return super.inputs(type, name, { cluster: "lab", namespace: NAMESPACE, ...rest });
  }
}
