import { configMap, yaml } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { planLines } from "../../support/workspace-traffic.js";

const NAME = "lock";

describe("applying exactly what was previewed", () => {
  const scene = workspaceScene(NAME);
  const value = (text: string): Record<string, string> => ({
    "value.yaml": yaml(configMap("value", { text })),
  });
  const live = async (): Promise<unknown> => (await scene.find("ConfigMap", "value"))?.["data"];
  let previewed: string;
  let moved: string;

  beforeAll(() => {
    previewed = scene.repository.commit(value("previewed"), "Say what is previewed");
    scene.declare({ targetRevision: "main" });
  });

  test("the preview tells the commit, by whom it is and what it says", async () => {
    const output = await scene.make("preview");
    expect(output).toContain(
      `main is ${previewed}: Say what is previewed (Ada <ada@example.com>, 2026-01-01`,
    );
  });

  test("up takes the locked commit although the branch moved on, and no other", async () => {
    moved = scene.repository.commit(value("moved on"));
    scene.declare({ targetRevision: "main", revisionLock: previewed });
    const preview = await scene.make("preview");
    expect(preview).toContain(previewed);
    expect(preview).not.toContain(moved);
    await scene.make("up");
    expect(await live()).toEqual({ text: "previewed" });
    expect(await scene.summary()).toMatchObject({ revision: previewed, sync: "Synced" });
    expect((await scene.stack.preview()).changes).toEqual([]);
  });

  test("a commit that the repository does not have is refused", async () => {
    scene.declare({ revisionLock: "0".repeat(40) });
    expect(await scene.refused("preview")).toMatch(/workspaces\.lock.*0{40}/);
  });

  test("without the lock the branch counts again, and the preview shows what that means", async () => {
    scene.declare({ targetRevision: "main" });
    const preview = await scene.make("preview");
    expect(preview).toContain(`revision ${previewed} → ${moved}`);
    expect(planLines(preview)).toEqual([
      `~ Sync wave 0 change ConfigMap ${NAME}/value data.text: "previewed" → "moved on"`,
    ]);
  });
});
