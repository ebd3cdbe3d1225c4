import path from "node:path";
import { readIfThere, writeIfChanged } from "../../state/files.js";
import { choosePorts } from "../../state/ports.js";
import type { Lab } from "../lab.js";
import { needsLinux, type Profile } from "../profile.js";
import { registryAccess } from "./access.js";
import { registryDaemon } from "./daemon.js";
import { BUSYBOX_NAMES, PAUSE, pushSystemImages } from "./images/system-images.js";
import { SEED_IMAGES } from "./seed-images.js";
import { seedRegistry } from "./seed.js";
import { writeRegistrySettings } from "./settings.js";

/** An OCI registry on loopback with password, holding the lab's own images and a small catalogue. */
export const registry: Profile = {
  name: "registry",
  summary: "an OCI registry with example images",
  needs: [],
  conflicts: [],
  byDefault: () => true,
  missing: needsLinux,
  up,
};

async function up(lab: Lab): Promise<readonly string[]> {
  const { folder, supervisor, tools, report } = lab;
  const root = await tools.debianRoot("registry");
  const inUse = new Set(supervisor.running("registry") === undefined ? [] : ["registry"]);
  const ports = await choosePorts(folder, ["registry"], inUse);
  const config = await writeRegistrySettings(folder, root, ports.registry);
  const started = await supervisor.ensure([registryDaemon(root, ports.registry, config)]);
  const filled = path.join(folder.root, "registry", "filled");
  const content = JSON.stringify([PAUSE, BUSYBOX_NAMES, SEED_IMAGES]);
  if (started.length > 0 || readIfThere(filled) !== content) {
    const access = registryAccess(folder);
    await pushSystemImages(lab, access);
    report.status("filling the registry");
    await seedRegistry(access);
    writeIfChanged(filled, content);
  }
  return started;
}
