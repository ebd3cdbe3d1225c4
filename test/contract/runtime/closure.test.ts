import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { providerText } from "../../../providers/runtime/provider-text.js";
import { PROVIDER_TEXT, Stage } from "./probe/stage.js";

const recorded = join(__dirname, "recorded");

// States hold this text. Changing it is a decision: record the text of the release before in `recorded/` first.
test("the stored provider text is the pinned one, and short", () => {
  expect(providerText("probe.File")).toBe(PROVIDER_TEXT);
  expect(PROVIDER_TEXT.length).toBeLessThan(500);
});

describe("states of every release", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it.each(readdirSync(recorded))("%s still runs: create, diff, read, update, delete", async (file) => {
    const provider = readFileSync(join(recorded, file), "utf8");
    const wanted = stage.inputs(file, { name: "kept", content: "a", __provider: provider });
    const created = await stage.create(wanted);
    expect(await stage.provider.diff(created.id, created.properties, created.inputs)).toMatchObject({
      changes: false,
    });

    const changed = { ...created.inputs, content: "b" };
    const updated = await stage.provider.update(created.id, created.properties, changed);
    expect(await stage.provider.read(created.id, updated)).toMatchObject({
      id: "kept",
      properties: { content: "b" },
    });
    await stage.provider.delete(created.id, updated);
    expect(stage.objects()).toEqual([]);
  });

  it("run from another folder: the checkout was moved", async () => {
    const created = await stage.create(stage.inputs("moved"));
    const parent = mkdtempSync(join(tmpdir(), "groundplan-moved-"));
    const elsewhere = join(parent, "deeper");
    renameSync(stage.project, elsewhere);
    try {
      await stage.nextCommand({ project: elsewhere });
      await stage.provider.delete(created.id, created.properties);
      expect(stage.objects()).toEqual([]);
    } finally {
      renameSync(elsewhere, stage.project);
      rmSync(parent, { recursive: true });
    }
  });
});
