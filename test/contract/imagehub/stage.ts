import { KindStage, openStage, type StageParts } from "../../support/kind-stage.js";
import { RegistryStub } from "../../unit/oci/registry-stub.js";
import { World } from "../../unit/imagehub-providers/world.js";

// Starting a process takes a second on an idle machine and several on a busy one.
jest.setTimeout(60_000);

type Type = "DataPack" | "HubSync" | "OciImageRef" | "ImageRetirement";

/** A cluster and a registry. */
export class Stage extends KindStage<Type> {
  private constructor(
    readonly world: World,
    readonly registry: RegistryStub,
    parts: StageParts,
  ) {
    super(parts);
  }

  static async open(): Promise<Stage> {
    const world = new World();
    world.now = Date.now();
    const registry = await RegistryStub.start();
    const registries = { lab: { host: "registry.test", endpoint: registry.endpoint } };
    return new Stage(world, registry, await openStage("imagehub", world.kubernetes, { registries }));
  }

  override async close(): Promise<void> {
    await super.close();
    await this.registry.stop();
  }
}
