import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { FakeKubernetes } from "../../../../clients/kubernetes/fake/client.js";
import { refOf } from "../../../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";
import { compareObject, comparePredicted } from "../../../../model/workspace/compare/compare.js";
import { normaliseForComparison } from "../../../../model/workspace/compare/normalise.js";
import { custom, deployment } from "./objects.js";

const DEFINITION: KubeObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.example.com" },
  spec: {
    group: "example.com",
    names: { kind: "Widget", plural: "widgets" },
    scope: "Namespaced",
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec: {
                type: "object",
                properties: {
                  keyed: {
                    type: "array",
                    "x-kubernetes-list-type": "map",
                    "x-kubernetes-list-map-keys": ["id"],
                  },
                  set: { type: "array", "x-kubernetes-list-type": "set" },
                  whole: { type: "object", "x-kubernetes-map-type": "atomic" },
                },
              },
            },
          },
        },
      },
    ],
  },
};

const few = fc.nat(2);
const parts = fc.dictionary(fc.constantFrom("a", "b", "c"), few, { minKeys: 1, noNullPrototype: true });
const spec = fc.record(
  {
    n: few,
    map: parts,
    whole: parts,
    list: fc.array(parts, { minLength: 1, maxLength: 3 }),
    set: fc.uniqueArray(fc.constantFrom("x", "y", "z"), { minLength: 1, maxLength: 3 }),
    keyed: fc.uniqueArray(
      fc.record({ id: few, v: few, w: few }, { requiredKeys: ["id"], noNullPrototype: true }),
      {
        selector: ({ id }) => id,
        minLength: 1,
        maxLength: 3,
      },
    ),
  },
  // Never empty: the fake loses what is put into a map or list that the same manager applied empty before.
  { requiredKeys: ["n"], noNullPrototype: true },
);
const widget = spec.map((fields) => custom(fields));
const container = fc.record(
  {
    image: fc.constantFrom("a", "b"),
    args: fc.array(fc.constantFrom("x", "y"), { minLength: 1, maxLength: 2 }),
    env: fc.uniqueArray(
      fc.record({ name: fc.constantFrom("A", "B", "C"), value: fc.constantFrom("1", "2") }),
      {
        selector: ({ name }) => name,
        minLength: 1,
        maxLength: 3,
      },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const workload = container.map((fields) => deployment(fields));

/** Several people write one object; ours applies last. */
interface History {
  readonly writes: readonly { readonly who: string; readonly object: KubeObject }[];
  readonly target: KubeObject;
}

function historyOf(object: fc.Arbitrary<KubeObject>): fc.Arbitrary<History> {
  const write = fc.record({ who: fc.constantFrom("ours", "theirs", "editor"), object });
  return fc.record({ writes: fc.array(write, { minLength: 1, maxLength: 4 }), target: object });
}

/** What is live after the writes. An editor changes fields in place and owns them by updating. */
async function lived(kube: FakeKubernetes, { writes }: History): Promise<KubeObject> {
  for (const { who, object } of writes) {
    const live = await kube.get(refOf(object));
    if (who === "editor" && live !== undefined)
      await kube.patch(refOf(object), object, { type: "merge", fieldManager: who });
    else await kube.apply(object, { fieldManager: who, force: true });
  }
  const live = await kube.get(refOf(writes[0]!.object));
  if (live === undefined) throw new Error("nothing was written");
  return live;
}

/** The content of an object, with lists of these names sorted. */
function content(object: KubeObject, ...unordered: readonly string[]): unknown {
  const text = JSON.stringify(normaliseForComparison(object), (name, value: unknown) =>
    unordered.includes(name) && Array.isArray(value)
      ? value.map((element) => JSON.stringify(element)).sort()
      : value,
  );
  return JSON.parse(text);
}

const OURS = { fieldManager: "ours" };

describe.each([
  ["a custom object", widget],
  ["a Deployment", workload],
])("comparing %s that several people write", (_kind, object) => {
  async function stage(history: History): Promise<{ kube: FakeKubernetes; live: KubeObject }> {
    const kube = new FakeKubernetes({ namespaces: ["ns"] });
    await kube.create(DEFINITION);
    return { kube, live: await lived(kube, history) };
  }

  it("never overlooks what applying would change", async () => {
    await fc.assert(
      fc.asyncProperty(historyOf(object), async (history) => {
        const { kube, live } = await stage(history);
        const { modified } = compareObject(history.target, live, OURS);
        const applied = await kube.apply(history.target, { ...OURS, force: true });
        // The fake moves the elements that are applied to the front; a server leaves the others where they are.
        const lists = ["set", "keyed", "env"];
        if (!modified) expect(content(applied, ...lists)).toEqual(content(live, ...lists));
      }),
      { numRuns: 60 },
    );
  });

  it("finds nothing right after applying", async () => {
    await fc.assert(
      fc.asyncProperty(historyOf(object), async (history) => {
        const { kube } = await stage(history);
        const applied = await kube.apply(history.target, { ...OURS, force: true });
        expect(compareObject(history.target, applied, OURS).changes).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("says of a dry run's answer exactly whether applying changes anything", async () => {
    await fc.assert(
      fc.asyncProperty(historyOf(object), async (history) => {
        const { kube, live } = await stage(history);
        const predicted = await kube.apply(history.target, { ...OURS, force: true, dryRun: true });
        const { modified } = comparePredicted(predicted, live, OURS);
        const isSame = isDeepStrictEqual(content(predicted, "set"), content(live, "set"));
        expect(modified).toBe(!isSame);
      }),
      { numRuns: 60 },
    );
  });
});
