import fc from "fast-check";
import { HEALTH_CODES, type HealthCode } from "../../../../model/workspace/codes.js";
import { aggregateHealth, type HealthItem } from "../../../../model/workspace/health/aggregate.js";

function item(name: string, status?: HealthCode, rest: Partial<HealthItem> = {}): HealthItem {
  const health = status === undefined ? {} : { health: { status, message: `${name} is ${status}` } };
  return { key: `apps/Deployment/shop/${name}`, ...health, live: true, hook: false, ignored: false, ...rest };
}

const MISSING = { live: false } as const;

describe("aggregateHealth", () => {
  it.each<[string, HealthItem[], HealthCode]>([
    ["nothing expected", [], "Healthy"],
    ["objects without a rule", [item("a")], "Healthy"],
    ["one degraded", [item("a", "Healthy"), item("b", "Degraded"), item("c", "Progressing")], "Degraded"],
    ["unknown is worse than degraded", [item("a", "Degraded"), item("b", "Unknown")], "Unknown"],
    [
      "progressing is worse than suspended",
      [item("a", "Suspended"), item("b", "Progressing")],
      "Progressing",
    ],
    ["one of two missing", [item("a", "Healthy"), item("b", "Missing", MISSING)], "Healthy"],
    ["all missing", [item("a", "Missing", MISSING), item("b", undefined, MISSING)], "Missing"],
    [
      "all missing but an ignored one",
      [item("a", "Degraded", { ignored: true }), item("b", "Missing", MISSING)],
      "Healthy",
    ],
    ["a degraded hook", [item("a", "Healthy"), item("h", "Degraded", { hook: true })], "Healthy"],
    ["only a live hook", [item("a", "Missing", MISSING), item("h", "Healthy", { hook: true })], "Missing"],
    ["only hooks", [item("h", "Degraded", { hook: true })], "Healthy"],
  ])("%s", (_case, items, expected) => {
    expect(aggregateHealth(items).status).toBe(expected);
  });

  it("names what is to blame", () => {
    const items = [
      item("a", "Healthy"),
      item("b", "Degraded"),
      item("c", "Progressing"),
      item("d", "Degraded"),
    ];
    expect(aggregateHealth(items)).toEqual({
      status: "Degraded",
      message: "Deployment shop/b: b is Degraded; Deployment shop/d: d is Degraded",
      causes: ["apps/Deployment/shop/b", "apps/Deployment/shop/d"],
    });
  });

  it("keeps the message short and the causes complete", () => {
    const items = Array.from({ length: 8 }, (_, n) => item(`n${n}`, "Missing", MISSING));
    const { message, causes } = aggregateHealth(items);
    expect(message).toMatch(/^Deployment shop\/n0; .*Deployment shop\/n4; and 3 more$/);
    expect(causes).toHaveLength(8);
  });

  it("names cluster-scoped objects without a namespace", () => {
    const items = [{ ...item("a", "Degraded"), key: "apiextensions.k8s.io/CustomResourceDefinition//a.b.c" }];
    expect(aggregateHealth(items).message).toBe("CustomResourceDefinition a.b.c: a is Degraded");
  });

  it("is as bad as its worst member, in any order", () => {
    const members = fc.array(fc.constantFrom(...HEALTH_CODES), { minLength: 1 });
    fc.assert(
      fc.property(members, (codes) => {
        const items = codes.map((code, n) => item(`n${n}`, code));
        const worst = HEALTH_CODES[Math.max(...codes.map((code) => HEALTH_CODES.indexOf(code)))];
        expect(aggregateHealth(items).status).toBe(worst);
        expect(aggregateHealth([...items].reverse()).status).toBe(worst);
      }),
    );
  });
});
