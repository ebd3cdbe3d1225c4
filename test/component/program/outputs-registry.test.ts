import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { OutputsRegistry } from "../../../config/program/outputs.js";
import { scanReferences } from "../../../config/references/scan.js";
import { valueOf } from "./value-of.js";

const FIELD = { path: ["item", "text"], form: "url" } as const;
const section = z.object({ item: z.object({ text: z.string() }) });

/** The registry of a section with one late text, and what that text becomes. */
function registryFor(text: string): {
  readonly registry: OutputsRegistry;
  readonly text: () => pulumi.Input<string>;
} {
  const { value, late } = scanReferences({ item: { text } }, "shop", [FIELD]);
  const registry = new OutputsRegistry(late);
  return { registry, text: () => registry.text(section.parse(value).item.text) };
}

describe("OutputsRegistry", () => {
  beforeAll(async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as Record<string, unknown> }),
      call: () => ({}),
    });
  });

  it("resolves a text once its system is published, whether asked before or after", async () => {
    const { registry, text } = registryFor("at ${shop.a/b:c.digest} for $$${shop.a/b:c.price}");
    const before = text();
    registry.publish("shop", { "a/b:c": { digest: pulumi.output("sha256:1"), price: 5 } });
    expect(await valueOf(before)).toBe("at sha256:1 for $5");
    expect(await valueOf(text())).toBe("at sha256:1 for $5");
  });

  it("leaves a text without references as it is", () => {
    expect(registryFor("costs $$5").text()).toBe("costs $5");
  });

  it("puts values in place of their stand-ins inside a longer text", async () => {
    const inside = { ...FIELD, inside: true };
    const { value, late } = scanReferences({ item: { text: "a=${shop.a.x} b=${shop.a.y}" } }, "shop", [
      inside,
    ]);
    const registry = new OutputsRegistry(late);
    registry.publish("shop", { a: { x: 'say "x"', y: pulumi.secret("$& y") } });
    const filled = registry.within(JSON.stringify(value), (text) => JSON.stringify(text).slice(1, -1));
    expect(JSON.parse(String(await valueOf(filled)))).toEqual({ item: { text: 'a=say "x" b=$& y' } });
    expect(await pulumi.isSecret(pulumi.output(filled))).toBe(true);
    expect(registry.within("nothing late", (text) => text)).toBe("nothing late");
  });

  it("keeps a secret secret", async () => {
    const { registry, text } = registryFor("${shop.a.password}!");
    const output = pulumi.output(text());
    registry.publish("shop", { a: { password: pulumi.secret("s") } });
    expect(await valueOf(output)).toBe("s!");
    expect(await pulumi.isSecret(output)).toBe(true);
  });

  it("says which output a component forgot to publish", () => {
    const { registry, text } = registryFor("${shop.a.gone}");
    void text();
    expect(() => {
      registry.publish("shop", { a: {} });
    }).toThrow("${shop.a.gone}: the component of shop published no such output");
  });
});
