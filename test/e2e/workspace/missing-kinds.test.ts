import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { definition, yaml } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { createdSince, planLines } from "../../support/workspace-traffic.js";

const NAME = "missing-kinds";
const GROUP = `${NAME}.groundplan.test`;
const REMOVABLE = { "sync-options": "Prune=true,Delete=true" };

const custom = (kind: string, name: string): KubeObject => ({
  apiVersion: `${GROUP}/v1`,
  kind,
  metadata: { name },
  spec: { size: 1 },
});

describe("kinds that nobody serves yet", () => {
  const scene = workspaceScene(NAME);

  function declare(settings: Readonly<Record<string, unknown>>): void {
    scene.stack.configure(
      scene.config({
        definitions: scene.workspace({ path: "definitions" }),
        things: scene.workspace({ path: "things", dependsOn: ["definitions"], ...settings }),
      }),
    );
  }

  beforeAll(() => {
    scene.repository.commit({
      // A definition and an object of it in one sync need no option.
      "definitions/all.yaml": yaml(
        custom("Gadget", "first"),
        definition(GROUP, "Gadget", REMOVABLE),
        definition(GROUP, "Widget", REMOVABLE),
      ),
      "things/widget.yaml": yaml(custom("Widget", "one")),
    });
  });

  test("are refused, and the option that permits them is named", async () => {
    declare({});
    const refusal = await scene.refused("up");
    expect(refusal).toContain(`the server does not serve Widget in ${GROUP}/v1`);
    expect(refusal).toContain("SkipDryRunOnMissingResource=true");
    expect(refusal).not.toContain("does not serve Gadget");
  });

  test("are applied once they are served, when another workspace brings them", async () => {
    declare({ syncOptions: ["SkipDryRunOnMissingResource=true"] });
    const preview = await scene.make("preview");
    expect(planLines(preview)).toContainEqual(
      expect.stringMatching(/create Widget missing-kinds\/one \(not tried: its kind is not served yet/),
    );
    const mark = scene.audit.mark();
    await scene.make("up");
    const created = createdSince(scene.audit, mark);
    // Objects of one kind are applied at the same time.
    expect(created.slice(0, 2).sort()).toEqual(
      ["gadgets", "widgets"].map((plural) => `customresourcedefinitions/${plural}.${GROUP}`),
    );
    expect(created.slice(2)).toEqual(["gadgets/first", "widgets/one"]);
    expect((await scene.find("Widget", "one", `${GROUP}/v1`))?.["spec"]).toEqual({ size: 1 });
    expect((await scene.stack.preview()).changes).toEqual([]);
  });
});
