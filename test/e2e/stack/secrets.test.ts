import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { smallCatalogue } from "../../support/catalogue.js";
import { testLab, type TestLab } from "../../support/lab.js";
import { pushTestImage } from "../../support/registry.js";
import { secretSightings } from "../../support/secret-sightings.js";
import { TestStack, type Finished } from "../../support/stack.js";

describe("planted secrets", () => {
  let lab: TestLab;
  let stack: TestStack;
  let registryPassword: string;
  const planted = `canary-${randomBytes(12).toString("hex")}`;
  const catalogue = smallCatalogue("secrets");

  beforeAll(async () => {
    lab = await testLab();
    for (const declared of catalogue.imagehub.images) await pushTestImage(lab, declared.name);
    registryPassword = readFileSync(path.join(lab.folder, "registry", "password"), "utf8").trim();
    // The flag --event-log exists only with this variable.
    stack = new TestStack(lab.folder, { PULUMI_DEBUG_COMMANDS: "true" });
    const withSecret = {
      host: "registry.groundplan.test",
      endpointFile: ".lab/registry/endpoint",
      username: "groundplan",
    };
    stack.configure({
      ...catalogue,
      registries: { lab: withSecret, spare: { host: "spare.invalid", username: "someone" } },
    });
    await stack.create();
    await stack.setSecret("registriesSecrets.lab.password", registryPassword);
    await stack.setSecret("registriesSecrets.spare.password", planted);
  });

  afterAll(async () => {
    expect(await stack.make("destroy")).toMatchObject({ code: 0 });
    await stack.dispose();
  });

  test("appear in no output, event log, argument list, environment or exported state", async () => {
    const events = path.join(stack.folder, "events.json");
    const secrets = [planted, registryPassword].flatMap((secret) => [
      secret,
      Buffer.from(secret).toString("base64"),
      Buffer.from(`groundplan:${secret}`).toString("base64"),
    ]);
    const runs = operations(events);
    expect(await secretSightings(secrets, runs)).toEqual([]);
    const [up, preview, refresh, state] = await runs;
    expect(up).toMatchObject({ code: 0 });
    expect(state.stdout).toContain("resources");
    const texts = [up.output, preview.output, refresh.output, state.output, readFileSync(events, "utf8")];
    for (const secret of secrets) for (const text of texts) expect(text).not.toContain(secret);
  });

  async function operations(events: string): Promise<[Finished, Finished, Finished, Finished]> {
    return [
      await stack.make("up"),
      await stack.pulumi("preview", "--diff", "--stack", stack.name, "--event-log", events),
      await stack.make("refresh"),
      await stack.pulumi("stack", "export", "--stack", stack.name),
    ];
  }

  test("a wrong password is explained without being shown, and a rotated one replaces nothing", async () => {
    const wrong = `wrong-${planted}`;
    const set = (secret: string): Promise<void> => stack.setSecret("registriesSecrets.lab.password", secret);
    await set(wrong);
    const refused = await stack.make("preview");
    expect(refused.code).not.toBe(0);
    expect(refused.output).toMatch(/registry\.groundplan\.test/);
    expect(refused.output).toMatch(/password|credential|unauthori[sz]ed/i);
    expect(refused.output).not.toContain(wrong);
    await set(registryPassword);
    expect((await stack.preview()).changes).toEqual([]);
    expect(await stack.make("refresh")).toMatchObject({ code: 0 });
  });
});
