import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../../model/shared/errors.js";
import { isObject } from "../../model/shared/json.js";
import { ownerMark } from "../../model/shared/ownership.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers } from "../runtime/kind.js";
import type { KubeconfigFileInputs, KubeconfigFileOutputs } from "./kubeconfig-file.js";

/** What the kind does; paths are relative to the project folder, where providers run. */
export const kubeconfigFileHandlers: KindHandlers<KubeconfigFileInputs, KubeconfigFileOutputs> = {
  async plan(context, { old, news, unknown }) {
    if (news.path === undefined) return undefined;
    const known = !unknown.includes("content") && news.content !== undefined;
    const found = await textOf(news.path);
    if (old !== undefined && known && found === fileText(context, news.content ?? "", context.token)) {
      return undefined;
    }
    const steps = [`write the kubeconfig ${news.path}`];
    const notes = found === undefined ? ["until then its cluster is not known"] : [];
    return { summary: "", steps, notes };
  },
  async create(context, inputs) {
    const found = await textOf(inputs.path);
    const owner = ownerMark(context.scope, context.resource);
    if (found !== undefined && !found.startsWith(headOf(owner))) {
      throw new Failure({
        what: "is there already, and not by this stack",
        where: inputs.path,
        next: "Name another file, or take this one away",
      });
    }
    await write(context, inputs);
    return { id: inputs.path, outputs: {} };
  },
  read: (_context, _id, { inputs, outputs }) => Promise.resolve({ inputs, outputs }),
  async update(context, _id, _old, inputs) {
    await write(context, inputs);
    return { outputs: {} };
  },
  async delete(context, _id, { inputs }) {
    const found = await textOf(inputs.path);
    const owner = ownerMark(context.scope, context.resource);
    if (found?.startsWith(`${headOf(owner)}${context.token}\n`) === true)
      await rm(inputs.path, { force: true });
  },
};

async function write(context: KindContext, { path: place, content }: KubeconfigFileInputs): Promise<void> {
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, fileText(context, content, context.token), { mode: 0o600 });
  await chmod(place, 0o600);
}

/** With a first line that says whose it is. */
function fileText({ scope, resource }: KindContext, content: string, token: string): string {
  return `${headOf(ownerMark(scope, resource))}${token}\n${content}`;
}

function headOf(owner: string): string {
  return `# groundplan ${owner} `;
}

async function textOf(place: string): Promise<string | undefined> {
  try {
    return await readFile(place, "utf8");
  } catch (error) {
    if (isObject(error) && error["code"] === "ENOENT") return undefined;
    throw error;
  }
}
