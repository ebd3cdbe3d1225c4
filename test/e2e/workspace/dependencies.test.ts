import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { configMap, manifest, yaml } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { createdSince, deletedSince } from "../../support/workspace-traffic.js";

const NAME = "dependencies";

/** Nothing here gives out addresses, so that it is healthy when the test says so. */
const DOOR = manifest("Service", "door", {
  spec: { type: "LoadBalancer", selector: { app: "nobody" }, ports: [{ port: 80 }] },
});

describe("workspaces that come after others", () => {
  const scene = workspaceScene(NAME);
  async function setAddresses(...ingress: readonly { readonly ip: string }[]): Promise<void> {
    const ref = { apiVersion: "v1", kind: "Service", namespace: NAME, name: "door" };
    const status: KubeObject["status"] = { loadBalancer: { ingress } };
    await scene.kubernetes.patch(
      ref,
      { status },
      { type: "merge", fieldManager: "carpenter", subresource: "status" },
    );
  }

  const guest = (seat: string): Record<string, string> => ({
    "guest/guest.yaml": yaml(configMap("guest", { seat })),
  });
  const seat = async (): Promise<unknown> => (await scene.find("ConfigMap", "guest"))?.["data"];

  beforeAll(() => {
    scene.repository.commit({
      ...guest("sofa"),
      "house/door.yaml": yaml(DOOR),
      "garden/garden.yaml": yaml(configMap("garden")),
    });
    scene.stack.configure(
      scene.config({
        guest: scene.workspace({ path: "guest", dependsOn: [{ workspace: "house", health: true }] }),
        garden: scene.workspace({ path: "garden", dependsOn: ["house"] }),
        house: scene.workspace({ path: "house", healthTimeout: "5s" }),
      }),
    );
  });

  test("are not begun when the first one does not get healthy, and it is told what it waited for", async () => {
    const mark = scene.audit.mark();
    const { code, output } = await scene.stack.make("up");
    expect(code).not.toBe(0);
    expect(output).toMatch(/workspace house on cluster lab: .*Service\/door/);
    expect(createdSince(scene.audit, mark)).toEqual(["services/door"]);
  });

  test("go on once it is", async () => {
    await setAddresses({ ip: "192.0.2.1" });
    const mark = scene.audit.mark();
    await scene.make("up");
    expect(createdSince(scene.audit, mark).sort()).toEqual(["configmaps/garden", "configmaps/guest"]);
    expect((await scene.stack.preview()).changes).toEqual([]);
  });

  test("are refused while it is not healthy any more, when they ask for that", async () => {
    await setAddresses();
    await scene.make("refresh");
    scene.repository.commit(guest("bed"));
    // The commit is new to the first one, too, so that how it does is known only when it has been brought about.
    const { code, output } = await scene.stack.make("up");
    expect(code).not.toBe(0);
    for (const refusal of [output, await scene.refused("preview")]) {
      expect(refusal).toContain(
        "workspace guest waits until workspace house is healthy, which is Progressing: ",
      );
      expect(refusal).toContain("mend house");
    }
    expect(await seat()).toEqual({ seat: "sofa" });

    await setAddresses({ ip: "192.0.2.2" });
    await scene.make("refresh");
    await scene.make("up");
    expect(await seat()).toEqual({ seat: "bed" });
  });

  test("are destroyed first, however the first one does", async () => {
    await setAddresses();
    await scene.make("refresh");
    const mark = scene.audit.mark();
    await scene.make("destroy");
    const deleted = deletedSince(scene.audit, mark);
    expect(deleted.at(-1)).toBe("services/door");
    expect([...deleted].sort()).toEqual(["configmaps/garden", "configmaps/guest", "services/door"]);
  });
});
