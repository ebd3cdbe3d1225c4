import { setTimeout as pause } from "node:timers/promises";
// The package's own entry would load the TypeScript compiler and npm's resolver, half a second before anything is asked.
import { allConfig } from "@pulumi/pulumi/runtime/config.js";
import { invoke } from "@pulumi/pulumi/runtime/invoke.js";

/** Sections whose resources are dynamic ones. */
const SECTIONS = ["artifacts", "gateways", "imagehub", "reservations", "vimanas", "workspaces"];
/** Nothing answers to it, and nothing has to. */
const NO_FUNCTION = "pulumi-nodejs:dynamic:start";
/** Milliseconds in which a question gets out; one that does not is asked behind the loading, and only time is lost. */
const ON_ITS_WAY_MS = 20;

/**
 * Has the engine start the process that dynamic resources live in, which takes the better part of a second, while the
 * program itself is still loaded and renders. The engine does so for whatever is first asked of its package. Ready when
 * the question is out: loading the program keeps everything else back.
 */
export async function startProviderEarly(): Promise<void> {
  const config = allConfig();
  if (!SECTIONS.some((section) => !["{}", undefined].includes(config[`groundplan:${section}`]))) return;
  void invoke(NO_FUNCTION, {}).catch(() => undefined);
  await pause(ON_ITS_WAY_MS);
}
