import * as pulumi from "@pulumi/pulumi";
import { OutputsRegistry } from "../../../config/program/outputs.js";
import { scanReferences } from "../../../config/references/scan.js";

interface Item {
  readonly text: string;
}

/** The registry of a section with one late text, and that text. */
function registryFor(text: string): {
  readonly registry: OutputsRegistry;
  readonly text: pulumi.Input<string>;
} {
  const field = { path: ["item", "text"], form: "url" } as const;
  const { value, late } = scanReferences({ item: { text } } satisfies Record<string, Item>, "shop", [field]);
  const registry = new OutputsRegistry(late);
  const { item } = value as { item: Item };
  return { registry, text: registry.text(item.text) };
}

async function valueOf<T>(output: pulumi.Input<T>): Promise<unknown> {
  return new Promise((resolve) => pulumi.output(output).apply(resolve));
}

describe("OutputsRegistry", () => {
  beforeAll(async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as Record<string, unknown> }),
      call: () => ({}),
    });
  });

  it("resolves a text once its system is published, whether asked before or after", async () => {
    const before = registryFor("at ${shop.a/b:c.digest} for $$${shop.a/b:c.price}");
    before.registry.publish("shop", { "a/b:c": { digest: pulumi.output("sha256:1"), price: 5 } });
    expect(await valueOf(before.text)).toBe("at sha256:1 for $5");
    const { late } = scanReferences({ item: { text: "${shop.x.y}" } }, "shop", [
      { path: ["item", "text"], form: "url" },
    ]);
    const after = new OutputsRegistry(late);
    after.publish("shop", { x: { y: "z" } });
    expect(await valueOf(after.text(late[0]?.standIn ?? ""))).toBe("z");
  });

  it("leaves a text without references as it is", () => {
    expect(registryFor("costs $$5").text).toBe("costs $5");
  });

  it("keeps a secret secret and carries dependencies", async () => {
    class Thing extends pulumi.CustomResource {
      constructor(name: string) {
        super("test:index:Thing", name, {});
      }
    }
    const thing = new Thing("thing");
    const { registry, text } = registryFor("${shop.a.password} of ${shop.a.id}");
    registry.publish("shop", { a: { password: pulumi.secret("s"), id: thing.id } });
    const output = pulumi.output(text);
    expect(await valueOf(output)).toBe("s of thing-id");
    expect(await pulumi.isSecret(output)).toBe(true);
  });

  it("says which output a component forgot to publish", () => {
    const { registry } = registryFor("${shop.a.gone}");
    expect(() => {
      registry.publish("shop", { a: {} });
    }).toThrow("${shop.a.gone}: the component of shop published no such output");
  });
});
