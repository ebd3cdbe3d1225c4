import { randomUUID } from "node:crypto";
import { isObject } from "../model/shared/json.js";
import { kindLoader } from "./load-kind.js";
import { check } from "./runtime/calls/check.js";
import { create } from "./runtime/calls/create.js";
import { remove } from "./runtime/calls/delete.js";
import { diff } from "./runtime/calls/diff.js";
import { read } from "./runtime/calls/read.js";
import { update } from "./runtime/calls/update.js";
import { connectEngine, engineAddress } from "./runtime/engine.js";
import { type HostAnswers, type HostArguments, type HostOperation, textOf } from "./runtime/host-calls.js";
import { endOnInterrupt, stopWithoutEngine } from "./runtime/interruption.js";
import { presentable } from "./runtime/presentable-error.js";
import { Session } from "./runtime/session.js";
import { parseUrn } from "./runtime/urn.js";

const session = startSession();
const loadKind = kindLoader(process.cwd());

const operations: {
  readonly [Op in HostOperation]: (kind: string, ...payload: HostArguments[Op]) => Promise<HostAnswers[Op]>;
} = {
  // Without awaiting anything before: the shim lets other calls pass while this one runs.
  configure: (_kind, config) => {
    session.configure(config);
    return Promise.resolve(undefined);
  },
  check: async (kind, olds, news) => check(session, await loadKind(kind), olds, news),
  diff: async (kind, id, olds, news) => diff(session, await loadKind(kind), id, olds, news),
  create: async (kind, inputs) => create(session, await loadKind(kind), inputs),
  read: async (kind, id, props) => read(session, await loadKind(kind), id, props),
  update: async (kind, id, olds, news) => update(session, await loadKind(kind), id, olds, news),
  delete: async (kind, id, props) => remove(session, await loadKind(kind), id, props),
};

/**
 * The entry that every stored provider text calls, in the provider process. Frozen: the name of the export, the
 * operations and the order of their arguments must serve the texts of every release.
 *
 * @param kind frozen name of the kind
 * @throws Error, always, with a text that holds no secret
 */
export async function call<Op extends HostOperation>(
  kind: string,
  op: Op,
  ...payload: HostArguments[Op]
): Promise<HostAnswers[Op]> {
  try {
    return await session.operations.answer(() => operations[op](kind, ...payload));
  } catch (error) {
    throw presentable(error, { kind, op, resource: resourceOf(payload) }, session.redactor);
  }
}

/** The logical name of the resource that a payload is about, as far as it tells. */
function resourceOf(payload: readonly unknown[]): string | undefined {
  return payload
    .map((part) => (isObject(part) ? parseUrn(textOf(part["__urn"]))?.name : undefined))
    .findLast((name) => name !== undefined);
}

function startSession(): Session {
  const address = engineAddress(process.argv);
  const engine = address === undefined ? undefined : connectEngine(address);
  const started = new Session({
    engine,
    fallback: (line) => {
      process.stdout.write(`${line}\n`);
    },
    now: () => Date.now(),
    newToken: () => randomUUID(),
  });
  if (engine !== undefined) {
    endOnInterrupt(process, started.operations);
    stopWithoutEngine(process, started.operations, engine);
  }
  return started;
}
