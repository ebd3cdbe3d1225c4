import type { GroupVersionKind, KubeObject } from "../types.js";
import { builtInKinds, type FakeKind, kindKey, kindsOf } from "./kinds.js";

/** What the fake serves at the moment. */
export class KindRegistry {
  private readonly kinds = new Map(builtInKinds().map((kind) => [kindKey(kind), kind]));

  serve(kind: FakeKind): void {
    this.kinds.set(kindKey(kind), kind);
  }

  withdraw(gvk: GroupVersionKind): void {
    this.kinds.delete(kindKey(gvk));
  }

  all(): readonly FakeKind[] {
    return [...this.kinds.values()];
  }

  find(gvk: GroupVersionKind): FakeKind | undefined {
    return this.kinds.get(kindKey(gvk));
  }

  /** The kinds, in every served version, of a CustomResourceDefinition. */
  servedBy(crd: KubeObject): readonly FakeKind[] {
    const [first] = kindsOf(crd);
    return this.all().filter(({ group, kind }) => group === first?.group && kind === first.kind);
  }
}
