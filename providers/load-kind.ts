import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Failure } from "../model/shared/errors.js";
import { isObject } from "../model/shared/json.js";
import type { AnyKind } from "./runtime/kind.js";
import { builtInKinds } from "./registry.js";

/**
 * Finds kinds by their frozen name: this package's own, then those of the project.
 *
 * A project adds kinds with `"groundplan": { "kinds": "./dist/kinds.js" }` in its `package.json`; that module
 * exports `kinds`, a list of what `defineKind` returned. A project cannot change a kind of this package.
 *
 * @param projectFolder where the Pulumi program's `package.json` is; the provider process runs there
 */
export function kindLoader(projectFolder: string): (name: string) => Promise<AnyKind> {
  const loaded = new Map<string, Promise<AnyKind>>();
  let ofProject: Promise<ReadonlyMap<string, AnyKind>> | undefined;

  const load = async (name: string): Promise<AnyKind> => {
    const builtIn = Object.hasOwn(builtInKinds, name) ? builtInKinds[name] : undefined;
    if (builtIn !== undefined) return builtIn();
    ofProject ??= projectKinds(projectFolder);
    const kind = (await ofProject).get(name);
    if (kind !== undefined) return kind;
    throw new Failure({
      what: `there is no kind ${name}`,
      where: projectFolder,
      next:
        "Install the release of groundplan that knows it, or name the module that defines it in package.json " +
        'as "groundplan": {"kinds": "./path.js"}',
    });
  };
  return (name) => {
    let kind = loaded.get(name);
    if (kind === undefined) {
      kind = load(name);
      loaded.set(name, kind);
    }
    return kind;
  };
}

async function projectKinds(folder: string): Promise<ReadonlyMap<string, AnyKind>> {
  const file = join(folder, "package.json");
  const path = kindsPath(await readFile(file, "utf8").catch(() => "{}"), file);
  if (path === undefined) return new Map();
  const module: unknown = await import(pathToFileURL(join(folder, path)).href).catch((error: unknown) => {
    throw new Failure({
      what: `cannot load ${path}: ${error instanceof Error ? error.message : String(error)}`,
      where: file,
      next: "Build the project, or correct groundplan.kinds",
      cause: error,
    });
  });
  const kinds = isObject(module) ? module["kinds"] : undefined;
  if (Array.isArray(kinds) && kinds.every(isKind)) return new Map(kinds.map((kind) => [kind.name, kind]));
  throw new Failure({
    what: `${path} does not export \`kinds\`, a list of kinds`,
    where: file,
    next: "Export a list of what `defineKind` returned",
  });
}

function kindsPath(text: string, file: string): string | undefined {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new Failure({ what: "is not valid JSON", where: file, next: "Correct it" });
  }
  const section = isObject(manifest) ? manifest["groundplan"] : undefined;
  const path = isObject(section) ? section["kinds"] : undefined;
  if (path === undefined || typeof path === "string") return path;
  throw new Failure({ what: "groundplan.kinds must be a path", where: file, next: "Correct it" });
}

/** A check of form only: what a kind must hold is what the compiler checked where it was defined. */
function isKind(value: unknown): value is AnyKind {
  return isObject(value) && typeof value["name"] === "string" && typeof value["handlers"] === "function";
}
