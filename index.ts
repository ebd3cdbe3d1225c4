import { declareImageHub } from "./components/index.js";
import { endWithEngine } from "./config/program/end-with-engine.js";
import { imagehubArgs } from "./config/program/imagehub-args.js";
import { loadSettings } from "./config/program/load-settings.js";
import { OutputsRegistry } from "./config/program/outputs.js";
import { leaveStacksUnmapped } from "./config/program/unmapped-stacks.js";

endWithEngine();
leaveStacksUnmapped();

const settings = loadSettings();
const references = new OutputsRegistry(settings.late);

const imagehub =
  settings.imagehub && declareImageHub(imagehubArgs(settings.imagehub), { text: references.text });
if (imagehub !== undefined) references.publish("imagehub", imagehub.outputs);

/** Repositories by organization. */
export const organizations = imagehub?.summary.organizations;
/** Reference pinned to a digest, by image. */
export const images = imagehub?.summary.images;
/** Object name and code (1: data are there) by data pack. */
export const dataPacks = imagehub?.summary.dataPacks;
