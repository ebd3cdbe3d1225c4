import { KubeError } from "../../../clients/kubernetes/errors.js";
import { OWNER_ANNOTATION } from "../../../model/shared/ownership.js";
import { identity, type IdentityInputs, type IdentityOutputs } from "../../../providers/vimana/identity.js";
import { Driver, NAMESPACE, vimanaWorld, type World } from "./world.js";

function spec(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    cluster: "lab",
    namespace: NAMESPACE,
    name: "the-vimana",
    mode: "direct",
    canonicalSuffix: "vimana.host",
    ...more,
  };
}

const OPERATOR = { mode: "operator", canonicalSuffix: "app.vimana.host" };

function vimana(world: World): Driver<IdentityInputs, IdentityOutputs> {
  return new Driver(world, identity, "apps-identity");
}

function seedVimana(world: World, namespace: string, name: string, mark?: string): void {
  const annotations = mark === undefined ? {} : { [OWNER_ANNOTATION]: mark };
  world.kubernetes.seed({
    apiVersion: "api.vimana.host/v1alpha1",
    kind: "Vimana",
    metadata: { namespace, name, annotations },
  });
}

describe("the identity of a Vimana", () => {
  test("is no work and no request in direct mode", async () => {
    const world = vimanaWorld();
    const driver = vimana(world);
    seedVimana(world, NAMESPACE, "another");
    expect(await driver.plan(spec())).toMatchObject({ steps: [], notes: [] });
    await driver.up(spec());
    expect(await driver.plan(spec())).toMatchObject({ steps: [], notes: [] });
    await driver.down();
    expect(world.kubernetes.requests).toEqual([]);
  });

  test.each([
    [spec(), spec(OPERATOR), "its mode changes from direct to operator"],
    [spec(OPERATOR), spec(), "its mode changes from operator to direct"],
  ])("keeps its mode unless that is meant (%#)", async (before, after, reason) => {
    const driver = vimana(vimanaWorld());
    await driver.up(before);
    await expect(driver.plan(after)).rejects.toThrow(reason);
    await expect(driver.plan(after)).rejects.toThrow("allowModeMigration: true");
    await expect(driver.up(after)).rejects.toThrow(reason);
    const meant = { ...after, allowModeMigration: true };
    expect((await driver.plan(meant))?.notes?.join()).toContain("clients break");
    await driver.up(meant);
    expect(driver.state?.inputs.mode).toBe(after["mode"]);
  });

  test("tells which hosts a change of the suffix breaks, and refuses it where the operator has its own", async () => {
    const direct = vimana(vimanaWorld());
    await direct.up(spec());
    expect((await direct.plan(spec({ canonicalSuffix: "example.com" })))?.notes).toEqual([
      "clients break: the canonical hosts <id>.vimana.host become <id>.example.com, and nothing answers the old ones",
    ]);
    await direct.up(spec({ canonicalSuffix: "example.com" }));

    const operator = vimana(vimanaWorld());
    await operator.up(spec(OPERATOR));
    const other = spec({ ...OPERATOR, canonicalSuffix: "example.com" });
    await expect(operator.plan(other)).rejects.toThrow(/from app\.vimana\.host to example\.com.*\(DOM-3\)/);
    await expect(operator.up(other)).rejects.toThrow("DOM-3");
  });

  test("may be renamed and moved", async () => {
    const world = vimanaWorld();
    const driver = vimana(world);
    await driver.up(spec(OPERATOR));
    // Its own earlier object is still there while the new one comes.
    seedVimana(world, NAMESPACE, "the-vimana", "abc123/shop/dev/apps");
    expect(await driver.plan(spec({ ...OPERATOR, name: "renamed" }))).toMatchObject({ steps: [] });
    await driver.up(spec({ ...OPERATOR, name: "renamed" }));
    expect(identity.replaceOn).toBeUndefined();
  });
});

describe("other Vimanas, in operator mode", () => {
  test("VIM-2: one in the same namespace is refused, at preview and at up", async () => {
    const world = vimanaWorld();
    seedVimana(world, NAMESPACE, "another", "def456/x/prod/y");
    const reason = /apps\/another \(of def456\/x\/prod\/y\).*\(VIM-2\)/;
    const wanted = spec({ ...OPERATOR, allowSharedEnvoyProxy: true });
    await expect(vimana(world).plan(wanted)).rejects.toThrow(reason);
    await expect(vimana(world).up(wanted)).rejects.toThrow(reason);
  });

  test("VIM-2: one elsewhere on the cluster is refused unless they may share", async () => {
    const world = vimanaWorld();
    seedVimana(world, "elsewhere", "another");
    await expect(vimana(world).plan(spec(OPERATOR))).rejects.toThrow(
      /elsewhere\/another \(not made by groundplan\).*\(VIM-2\).*allowSharedEnvoyProxy: true/,
    );
    await vimana(world).up(spec({ ...OPERATOR, allowSharedEnvoyProxy: true }));
  });

  test("itself is no other, nor is a cluster that does not know the kind full of them", async () => {
    const world = vimanaWorld();
    seedVimana(world, NAMESPACE, "the-vimana");
    await vimana(world).up(spec(OPERATOR));
    world.kubernetes.withdraw({ group: "api.vimana.host", version: "v1alpha1", kind: "Vimana" });
    await vimana(world).up(spec(OPERATOR));
  });

  test("a cluster that does not answer is remarked on at preview", async () => {
    const world = vimanaWorld();
    world.kubernetes.inject(
      () => new KubeError("Unreachable", { what: "no answer", where: "lab", status: 0 }),
    );
    const plan = await vimana(world).plan(spec(OPERATOR));
    expect(plan?.notes?.join()).toContain("no answer: whether it has another Vimana is not known");
    await expect(vimana(world).up(spec(OPERATOR))).rejects.toThrow("no answer");
  });
});
