import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { z } from "zod";
import { defineKind } from "../../../providers/runtime/kind.js";
import { KindResource } from "../../../providers/runtime/resource.js";

const inputs = z.strictObject({
  name: z.string(),
  note: z.string().default("none"),
  password: z.string().optional(),
});
const handlers = jest.fn();
const kind = defineKind<z.infer<typeof inputs>, { address: string; key: string }>({
  name: "unit.Thing",
  module: "unit",
  type: "Thing",
  inputs,
  outputs: ["address", "key"],
  secretInputs: ["password"],
  secretOutputs: ["key"],
  naturalKey: ({ name }) => name,
  hideDiffs: ["note"],
  handlers,
});

interface ThingArgs {
  readonly name: pulumi.Input<string>;
  readonly password?: pulumi.Input<string>;
}

class Thing extends KindResource<z.infer<typeof inputs>, { address: string; key: string }> {
  declare readonly address: pulumi.Output<string>;
  declare readonly key: pulumi.Output<string>;
  declare readonly note: pulumi.Output<string>;

  constructor(name: string, args: ThingArgs, opts?: pulumi.CustomResourceOptions) {
    super(kind, name, args, opts);
  }
}

class Group extends pulumi.ComponentResource {
  readonly thing: Thing;

  constructor(name: string, args: ThingArgs) {
    super("test:unit:Group", name);
    this.thing = new Thing(`${name}-thing`, args, { parent: this });
    this.registerOutputs({});
  }
}

describe("KindResource", () => {
  const registered = new Map<string, { type: string; inputs: Record<string, unknown> }>();
  const value = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));

  beforeAll(async () => {
    await pulumi.runtime.setMocks(
      {
        newResource: ({ type, name, inputs: given }) => {
          registered.set(name, { type, inputs: given as Record<string, unknown> });
          return { id: name, state: { ...(given as object), address: "10.0.0.1", note: "filled" } };
        },
        call: () => ({}),
      },
      "shop",
      "dev",
    );
  });

  it("sends its inputs, its URN and the provider text, and reads its outputs", async () => {
    const args = { name: "a" };
    const thing = new Thing("plain", args);
    expect(await value(thing.address)).toBe("10.0.0.1");
    expect(await value(thing.note)).toBe("filled");
    const { type, inputs: sent } = registered.get("plain")!;
    expect(type).toBe("pulumi-nodejs:dynamic/unit:Thing");
    expect(Object.keys(sent).sort()).toEqual(["__provider", "__urn", "name"]);
    expect(sent["__urn"]).toBe(await value(thing.urn));
    expect(args).toEqual({ name: "a" });
  });

  it("tells check of a preview, and of nothing else", async () => {
    const isDryRun = jest.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(true);
    await value(new Thing("shown", { name: "a" }).address);
    isDryRun.mockRestore();
    await value(new Thing("done", { name: "a" }).address);
    expect(registered.get("shown")!.inputs).toMatchObject({ __preview: true });
    expect(registered.get("done")!.inputs).not.toHaveProperty("__preview");
  });

  it("knows its URN below a parent, and does not wait for the parent's children", async () => {
    const group = new Group("g", { name: "a" });
    expect(await value(group.thing.address)).toBe("10.0.0.1");
    expect(registered.get("g-thing")!.inputs["__urn"]).toBe(
      "urn:pulumi:dev::shop::test:unit:Group$pulumi-nodejs:dynamic/unit:Thing::g-thing",
    );
  });

  it("marks secret inputs", async () => {
    const thing = new Thing("guarded", { name: "a", password: "plain text" });
    await value(thing.address);
    const sent = registered.get("guarded")!.inputs["password"];
    expect(sent).toMatchObject({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" });
  });

  it("asks the engine for what the kind's traits need", async () => {
    const monitor = pulumi.runtime.getMonitor()!;
    const requests = jest.spyOn(monitor, "registerResource");
    const thing = new Thing("traits", { name: "a" }, { hideDiffs: ["address"], protect: true });
    await value(thing.address);
    const [request] = requests.mock.calls.map(([sent]: unknown[]) => sent as RegisterResourceRequest);
    expect(request!.toObject()).toMatchObject({
      name: "traits",
      additionalsecretoutputsList: ["key", "__digests"],
      deletebeforereplace: true,
      deletebeforereplacedefined: true,
      hidediffsList: ["note", "address"],
      protect: true,
    });
  });

  it("does not load the kind's handlers", () => {
    expect(handlers).not.toHaveBeenCalled();
  });
});
