/* Compiled into the project folder of the contract tests and loaded there by the real provider process. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  commonInputs,
  decideOwnership,
  defineKind,
  Failure,
  type KindContext,
  type KindHandlers,
  mayDelete,
  OWNER_ANNOTATION,
  ownerMark,
  PartialFailure,
  type TargetType,
  TOKEN_ANNOTATION,
  Unauthorized,
  Unreachable,
} from "groundplan/kinds";
import { z } from "zod";

/** A folder whose JSON files are the objects: what a crash doubles or loses is there to be counted. */
interface Folder {
  readonly path: string;
}

const folders: TargetType<Folder, { path: string }, { password: string }> = {
  key: "folders",
  settings: z.strictObject({ path: z.string() }),
  secrets: z.strictObject({ password: z.string().min(4) }),
  connect: (name, { path }, secrets) => {
    if (!existsSync(path)) throw new Unreachable({ what: "no answer", where: `folder ${name}` });
    const lock = join(path, ".password");
    if (existsSync(lock) && readFileSync(lock, "utf8") !== secrets?.password) {
      throw new Unauthorized({ what: "the credential was refused", where: `folder ${name}` });
    }
    return Promise.resolve({ path });
  },
};

interface StoredObject {
  content: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  parts: number;
}

const inputs = z.strictObject({
  folder: z.string(),
  name: z.string().min(1),
  content: z.string().default(""),
  labels: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.strictObject({ name: z.string(), port: z.number().int().max(65535) })).default([]),
  size: z.number().default(1),
  password: z.string().min(8).optional(),
  objects: z.record(z.string(), z.string()).optional(),
  adopt: z.boolean().default(false),
  /** Parts that create and update write one after the other, each when the test allows it. */
  parts: z.number().default(0),
  /** How create and update misbehave. */
  fault: z.enum(["none", "partial", "text", "secret", "odd", "unstorable"]).default("none"),
  ...commonInputs,
});
type Inputs = z.infer<typeof inputs>;
type Outputs = { path: string; odd?: unknown; objects?: Record<string, string> };

async function place(
  context: KindContext,
  { folder, name }: { folder: string; name: string },
): Promise<string> {
  return join((await context.target(folders, folder)).path, `${name}.json`);
}

function load(path: string): StoredObject | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as StoredObject) : undefined;
}

async function write(context: KindContext, wanted: Inputs): Promise<Outputs> {
  const path = await place(context, wanted);
  const found = load(path);
  const mark = ownerMark(context.scope, context.resource);
  const decision = decideOwnership(found?.annotations, { mark, token: context.token }, wanted.adopt);
  if (decision.action === "refuse") throw new Failure({ what: decision.reason, where: path });
  const object: StoredObject = {
    content: wanted.content,
    labels: wanted.labels,
    annotations: { [OWNER_ANNOTATION]: mark, [TOKEN_ANNOTATION]: context.token },
    parts: 0,
  };
  const outputs = { path };
  const store = (): void => {
    // Whoever looks meanwhile sees the object before or after, never half of it.
    writeFileSync(`${path}.new`, JSON.stringify(object));
    renameSync(`${path}.new`, path);
  };
  store();
  context.info(`wrote ${wanted.name} with ${wanted.password ?? "no password"}`);
  while (object.parts < wanted.parts) {
    context.status(`part ${object.parts + 1} of ${wanted.parts}`);
    try {
      while (!existsSync(`${path}.part${object.parts + 1}`))
        await pause(5, undefined, { signal: context.signal });
    } catch {
      throw new PartialFailure(wanted.name, outputs, [
        `stopped after ${object.parts} of ${wanted.parts} parts`,
      ]);
    }
    object.parts += 1;
    store();
  }
  return misbehave(wanted, outputs);
}

function misbehave({ fault, name, password, objects }: Inputs, { path }: Outputs): Outputs {
  switch (fault) {
    case "partial":
      throw new PartialFailure(name, { path }, [
        `${name} is not ready`,
        `password was ${password ?? "none"}`,
      ]);
    case "text":
      // The point of this fault is that it is no Error.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw "just words";
    case "secret":
      throw new Error(`login with ${password ?? "nothing"} failed`);
    case "odd":
      return {
        path,
        odd: {
          nothing: undefined,
          list: [1, undefined, 2],
          date: new Date(0),
          bytes: new Uint8Array([1, 2, 3]),
          large: 2n ** 53n + 1n,
          rounded: 2 ** 53,
          nested: new Map([["a", new Map([["b", 1]])]]),
        },
      };
    case "unstorable":
      return { path, odd: { callback: () => undefined, fine: 1 } };
    case "none":
      return objects === undefined
        ? { path }
        : { path, objects: Object.fromEntries(Object.keys(objects).map((key) => [key, "kept"])) };
  }
}

const handlers: KindHandlers<Inputs, Outputs> = {
  async plan(context, { old, news, unknown }) {
    if (news.folder === undefined || news.name === undefined)
      return { summary: "1 to create", steps: [], notes: ["early"] };
    const path = await place(context, { folder: news.folder, name: news.name });
    const found = load(path);
    if (found === undefined) return { summary: "1 to create", steps: [`create ${news.name}`] };
    if (old === undefined || unknown.includes("content") || found.content === news.content) return undefined;
    return { summary: "1 to change", steps: [`change ${news.name}`] };
  },
  async create(context, wanted) {
    return { id: wanted.name, outputs: await write(context, wanted) };
  },
  async read(context, _id, state) {
    const found = load(await place(context, state.inputs));
    if (found === undefined) return undefined;
    const inputs: Inputs = { ...state.inputs, content: found.content, labels: found.labels };
    for (const unknownHere of ["onUnreachable", "allowDataLoss"]) Reflect.deleteProperty(inputs, unknownHere);
    return { inputs, outputs: state.outputs };
  },
  async update(context, _id, _old, wanted) {
    return { outputs: await write(context, wanted) };
  },
  async delete(context, _id, state) {
    const path = await place(context, state.inputs);
    const decision = mayDelete(load(path)?.annotations, context.token);
    if (decision.verdict === "yes") rmSync(path);
    if (decision.verdict === "foreign") context.warn(`${path} stays: it belongs to ${decision.holder}`);
  },
};

const file = defineKind<Inputs, Outputs>({
  name: "probe.File",
  module: "probe",
  type: "File",
  inputs,
  outputs: ["path", "odd"],
  secretInputs: ["password"],
  replaceOn: ["name"],
  dataLossOn: ["size"],
  localOnly: ["folder"],
  summarised: ["objects"],
  hideDiffs: ["labels"],
  naturalKey: ({ name }) => name,
  normalise: (wanted) => ({ ...wanted, name: wanted.name.toLowerCase() }),
  problems: ({ content }) =>
    content === "forbidden" ? [{ path: "content", reason: "is forbidden here" }] : [],
  handlers: () => Promise.resolve(handlers),
});

export const kinds = [file];
