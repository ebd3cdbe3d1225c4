import { sketchImage } from "../../../clients/oci/fake.js";
import { KINDS } from "../../../model/imagehub/constants.js";
import ensureBuilt from "../../support/built.js";
import type { Properties } from "../../support/provider-process.js";
import { Stage } from "./stage.js";

const NAMES = ["labring/mysql:v8.0.25", "labring/mysql:v8.0.31"];
const PACK = { cluster: "lab", mode: "direct", type: "detail", names: NAMES };
const CONTENT_NAME = "dp-36d831675ed38a630431958dbed49b0059f6e11e";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

let stage: Stage;
beforeAll(async () => {
  ensureBuilt();
  stage = await Stage.open();
  stage.world.declare(...NAMES);
});
afterAll(() => stage.close());

describe("imagehub's kinds in the real provider process", () => {
  test("a data pack: planned, made, without drift, unchanged, deleted", async () => {
    const inputs = stage.inputs("DataPack", "page", PACK);
    const { id, properties, inputs: checked } = await stage.up(inputs);
    expect(id).toBe(CONTENT_NAME);
    expect(checked["name"]).toBe(CONTENT_NAME);
    expect(stage.said("DataPack", "page")).toContain(`create DataPack ${CONTENT_NAME}`);
    expect(properties).toMatchObject({ codes: 1, missing: [], reused: false, held: true });
    expect(stage.world.find(KINDS.dataPack, CONTENT_NAME)?.["status"]).toMatchObject({ codes: 1 });
    expect(await stage.provider.read(id, properties)).toEqual({ id, properties, inputs: undefined });
    const again = await stage.provider.check(checked, inputs);
    expect((await stage.provider.diff(id, properties, again.inputs)).changes).toBe(false);
    await stage.provider.delete(id, properties);
    expect(stage.world.kubernetes.objects(KINDS.dataPack)).toEqual([]);
    await stage.provider.delete(id, properties);
  });

  test("a data pack of other images is another object, made before the old one goes", async () => {
    const inputs = stage.inputs("DataPack", "other", PACK);
    const made = await stage.up(inputs);
    const fewer = stage.inputs("DataPack", "other", { ...PACK, names: NAMES.slice(0, 1) });
    const { inputs: checked } = await stage.provider.check(made.inputs, fewer);
    const diff = await stage.provider.diff(made.id, made.properties, checked);
    expect(diff).toMatchObject({ changes: true, deleteBeforeReplace: false });
    expect(diff.replaces).toEqual(expect.arrayContaining(["name", "names"]));

    const successor = await stage.up(fewer);
    expect(names()).toEqual([made.id, successor.id].sort());
    await stage.provider.delete(made.id, made.properties);
    expect(names()).toEqual([successor.id]);
    await stage.provider.delete(successor.id, successor.properties);
    expect(names()).toEqual([]);
  });

  test("a data pack that is replaced by itself outlives the old resource's deletion", async () => {
    const made = await stage.up(stage.inputs("DataPack", "same", PACK));
    const successor = await stage.up(stage.inputs("DataPack", "same", { ...PACK, expireTime: "120m" }));
    expect(successor.id).toBe(made.id);
    await stage.provider.delete(made.id, made.properties);
    expect(names()).toEqual([successor.id]);
    expect(await stage.provider.read(successor.id, successor.properties)).toMatchObject({ id: successor.id });
    await stage.provider.delete(successor.id, successor.properties);
    expect(names()).toEqual([]);
  });

  function names(): string[] {
    return stage.world.kubernetes
      .objects(KINDS.dataPack)
      .map(({ metadata }) => metadata.name ?? "")
      .sort();
  }

  test("every fault at once, before anything is asked", async () => {
    const { failures } = await stage.provider.check(
      {},
      stage.inputs("DataPack", "bad", { ...PACK, expireTime: "1d", onMissing: "perhaps", names: NAMES }),
    );
    expect(failures.map(({ reason }) => reason).join("\n")).toMatch(/expireTime: [^]*onMissing: /);
  });

  test("an aggregation: made, without drift, repaired, taken away", async () => {
    const inputs = stage.inputs("HubSync", "imagehub-sync", hub(NAMES));
    const { id, properties, inputs: checked } = await stage.up(inputs);
    expect(stage.said("HubSync", "imagehub-sync")).toContain(
      "labring/mysql: aggregate: add labring.mysql.v8.0.25, labring.mysql.v8.0.31",
    );
    expect(properties["aggregates"]).toEqual({
      "labring/mysql": JSON.stringify({ keywords: [], latestTag: "v8.0.31", tags: ["v8.0.31", "v8.0.25"] }),
    });
    expect(await stage.provider.read(id, properties)).toEqual({ id, properties, inputs: undefined });

    await stage.world.kubernetes.patch(
      { apiVersion: "imagehub.sealos.io/v1", kind: KINDS.repository, name: "labring.mysql" },
      { status: { tags: [] } },
      { type: "merge", subresource: "status" },
    );
    const drifted = await stage.provider.read(id, properties);
    expect(drifted.inputs).toMatchObject({ outOfStep: ["labring/mysql"] });
    expect((await stage.provider.diff(id, drifted.properties, checked)).changes).toBe(true);
    const repaired = await stage.provider.update(id, drifted.properties, checked);
    expect(await stage.provider.read(id, repaired)).toMatchObject({ inputs: undefined });
    await stage.provider.delete(id, repaired);
    expect(stage.world.find(KINDS.repository, "labring.mysql")?.["status"] ?? {}).toEqual({});
  });

  test("an aggregation of images that are not known yet says which come, and waits for the rest", async () => {
    const made = await stage.up(stage.inputs("HubSync", "later", hub([])));
    const wanted = { ...made.inputs, ...hub(["labring/mysql:v9"]), images: UNKNOWN };
    const { inputs, failures } = await stage.provider.check(made.inputs, wanted);
    expect(failures).toEqual([]);
    expect(await stage.provider.diff(made.id, made.properties, inputs)).toMatchObject({
      changes: true,
      replaces: [],
    });
    const told = stage.said("HubSync", "later");
    expect(told).toContain("labring/mysql: add labring.mysql.v9");
    expect(told).toContain("waits for images, not known yet");
    await stage.provider.delete(made.id, made.properties);
  });

  test("another creator is warned of, once", async () => {
    const made = await stage.up(stage.inputs("HubSync", "creator", hub([], "ada")));
    const { inputs } = await stage.provider.check(
      made.inputs,
      stage.inputs("HubSync", "creator", hub([], "grace")),
    );
    const diff = await stage.provider.diff(made.id, made.properties, inputs);
    expect(diff).toMatchObject({ changes: true, replaces: [] });
    const told = stage.said("HubSync", "creator");
    expect(told.split("the creator of organization labring changes from ada to grace")).toHaveLength(2);
    await stage.provider.delete(made.id, made.properties);
  });
});

/** Inputs of an aggregation of one repository. */
function hub(images: readonly string[], creator = ""): Properties {
  const objects = images.map((name) => name.replace(/[/:]/g, "."));
  return {
    cluster: "lab",
    organizations: { labring: creator },
    repositories: { "labring/mysql": JSON.stringify(objects) },
    images: Object.fromEntries(objects.map((object) => [object, "{}"])),
  };
}

describe("imagehub's kinds that have nothing to do with each other", () => {
  test.concurrent("a reference: pinned, told when its tag moves, kept by a refresh", async () => {
    const before = stage.registry.push("labring/mysql", "v1", sketchImage());
    const inputs = stage.inputs("OciImageRef", "mysql", {
      registry: "lab",
      reference: { repository: "labring/mysql", tag: "v1" },
      resolve: "always",
    });
    const { id, properties, inputs: checked } = await stage.up(inputs);
    expect(properties).toMatchObject({ digest: before, pinned: `registry.test/labring/mysql@${before}` });
    expect((await stage.provider.diff(id, properties, checked)).changes).toBe(false);

    const after = stage.registry.push("labring/mysql", "v1", sketchImage({ layers: ["new"] }));
    expect((await stage.provider.diff(id, properties, checked)).changes).toBe(true);
    expect(stage.said("OciImageRef", "mysql")).toContain(`digest: ${before} → ${after}`);
    expect((await stage.provider.read(id, properties)).properties["digest"]).toBe(before);
    expect((await stage.provider.update(id, properties, checked))["digest"]).toBe(after);
  });

  test.concurrent("an immutable tag that moved stops the preview with both digests", async () => {
    const before = stage.registry.push("labring/helm", "v1", sketchImage());
    const { id, properties, inputs } = await stage.up(
      stage.inputs("OciImageRef", "helm", {
        registry: "lab",
        reference: { repository: "labring/helm", tag: "v1" },
        resolve: "always",
        immutableTags: true,
      }),
    );
    const after = stage.registry.push("labring/helm", "v1", sketchImage({ layers: ["new"] }));
    await expect(stage.provider.diff(id, properties, inputs)).rejects.toThrow(
      new RegExp(`${before} to ${after}`),
    );
  });

  test.concurrent("the follow-up of an image's deletion is made and deleted without a trace", async () => {
    const { id, properties } = await stage.up(
      stage.inputs("ImageRetirement", "gone", {
        cluster: "lab",
        image: "labring.gone.v1",
        repository: "labring.gone",
      }),
    );
    await stage.provider.delete(id, properties);
    expect(id).toBe("labring.gone.v1");
  });

  test.concurrent("a refresh keeps what is known, a delete asks or abandons", async () => {
    const dead = await Stage.open();
    try {
      dead.world.declare(...NAMES);
      const made = await dead.up(dead.inputs("DataPack", "page", PACK));
      await dead.api.stop();
      await dead.nextCommand();
      const abandoned = { ...made.inputs, onUnreachable: "abandon" };
      const updated = await dead.provider.update(made.id, made.properties, abandoned);
      const { provider } = dead;
      const kept = provider.read(made.id, made.properties).then(({ properties }) => properties);
      // At once, because each takes its time to be sure that nobody answers.
      await Promise.all([
        expect(kept).resolves.toEqual(made.properties),
        expect(provider.delete(made.id, made.properties)).rejects.toThrow(/onUnreachable: abandon/),
        expect(provider.delete(made.id, updated)).resolves.toBeUndefined(),
      ]);
    } finally {
      await dead.close();
    }
  });
});
