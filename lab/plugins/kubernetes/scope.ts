import { gvkOf } from "../../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";
import { builtInScope, groupKind, isDefinition } from "./kinds.js";
import type { Cluster } from "./cluster.js";

/** Knows which kinds live in namespaces, asking the cluster as seldom as possible. */
export class Scopes {
  /** By group and kind, from the CustomResourceDefinitions of the program itself. */
  private readonly declared = new Map<string, boolean>();

  constructor(private readonly cluster: Cluster) {}

  /** Remembers the kind that a CustomResourceDefinition declares, which the cluster may not know yet. */
  learn(object: KubeObject): void {
    const spec = object["spec"];
    if (!isDefinition(object) || !isObject(spec) || !isObject(spec["names"])) return;
    const { group } = spec;
    const { kind } = spec["names"];
    if (typeof group === "string" && typeof kind === "string") {
      this.declared.set(`${group}/${kind}`, spec["scope"] === "Namespaced");
    }
  }

  /**
   * @param before The recorded inputs of the same resource: they carry a namespace exactly if the kind has one.
   * @returns True for a kind that nobody knows; creating it corrects a wrong guess.
   */
  async isNamespaced(object: KubeObject, before: KubeObject | undefined): Promise<boolean> {
    const scope = builtInScope(object);
    if (scope !== undefined) return scope === "namespaced";
    const declared = this.declared.get(groupKind(object));
    if (declared !== undefined) return declared;
    if (before !== undefined && groupKind(before) === groupKind(object))
      return before.metadata.namespace !== undefined;
    const { client } = await this.cluster.reach();
    const resource = await client?.resource(gvkOf(object));
    return resource?.namespaced ?? true;
  }
}
