import { canonicalText } from "../canonical.js";
import { commonInputNames } from "../common-inputs.js";
import { digestOf } from "../digest.js";
import { driftLines } from "../drift.js";
import { handlersOf } from "../handlers.js";
import type { Bag, HostAnswers } from "../host-calls.js";
import type { AnyKind, KindState } from "../kind.js";
import { canonicaliseFound } from "../parse-inputs.js";
import { messageOf } from "../presentable-error.js";
import { credentialRefused, reachability } from "../reachability.js";
import { learnSecrets, runHandler } from "../run-handler.js";
import { sanitise } from "../sanitise.js";
import type { Session } from "../session.js";
import { digested, readStored, type StoredState, storedInputs, writeStored } from "../stored-state.js";

/**
 * Finds the object as it is. Drifted inputs are answered as inputs, so that a refresh shows them field by field;
 * drift of properties whose differences are hidden is told in lines. A target that does not answer leaves the
 * last known state and a warning.
 */
export async function read(
  session: Session,
  kind: AnyKind,
  id: string,
  props: Bag | undefined,
): Promise<HostAnswers["read"]> {
  const stored = readStored(kind, props ?? {});
  session.plans.refreshed(stored.urn);
  learnSecrets(session, kind.secretOutputs, stored.outputs);
  const handlers = await handlersOf(kind);
  const reporter = session.reporter(stored.urn);
  let found: KindState<Bag, Bag> | undefined;
  try {
    found = await runHandler(session, { kind, ...stored }, "read", (context) =>
      handlers.read(context, id, { inputs: stored.inputs, outputs: stored.outputs }),
    );
  } catch (error) {
    const message = messageOf(error, kind.name);
    switch (reachability(error)) {
      case "unreachable":
        reporter.warn(`${message}; the last known state is kept`);
        await reporter.delivered();
        return { id, props: props ?? {} };
      case "unauthenticated":
        throw credentialRefused(message, error);
      case "other":
        throw error;
    }
  }
  if (found === undefined) return { id: "", props: {} };

  learnSecrets(session, kind.secretInputs, found.inputs);
  learnSecrets(session, kind.secretOutputs, found.outputs);
  const inputs = inputsAsFound(kind, stored, found.inputs);
  const { value, faults } = sanitise(
    writeStored(kind, { ...stored, inputs, outputs: { ...stored.outputs, ...found.outputs } }),
  );
  for (const fault of faults) reporter.warn(fault);
  for (const property of kind.hideDiffs ?? []) {
    if (kind.secretInputs?.includes(property) === true || kind.secretOutputs?.includes(property) === true)
      continue;
    for (const line of driftLines(property, props?.[property], value[property]))
      reporter.warn(`drift: ${line}`);
  }
  await reporter.delivered();
  if (!answersInputs(kind, stored, inputs)) return { id, props: value };
  const urn = stored.urn === "" ? {} : { __urn: stored.urn };
  return { id, props: value, inputs: { ...sanitise(inputs).value, ...urn } };
}

/**
 * What was found, in the form in which inputs are stored: with the fields that no target knows, and without
 * defaults in the place of values that only a digest is kept of.
 */
function inputsAsFound(kind: AnyKind, stored: StoredState, found: Bag): Bag {
  const local = new Set<string>([...commonInputNames, ...(kind.localOnly ?? [])]);
  const kept = Object.entries(stored.inputs).filter(([field]) => local.has(field));
  const canonical = canonicaliseFound(kind, { ...Object.fromEntries(kept), ...found });
  const absent = digested(kind).filter((field) => !(field in found));
  return Object.fromEntries(Object.entries(canonical).filter(([field]) => !absent.includes(field)));
}

/**
 * Inputs are answered only when something drifted and all of them are known. They replace the stored ones, so
 * that a secret, of which read has but a digest, would be shown as taken away; the drift then shows in the
 * outputs alone.
 */
function answersInputs(kind: AnyKind, stored: StoredState, inputs: Bag): boolean {
  if (Object.keys(stored.digests).some((field) => !(field in inputs))) return false;
  return (
    storedInputs(kind).some(
      (field) => canonicalText(inputs[field]) !== canonicalText(stored.inputs[field]),
    ) || digested(kind).some((field) => digestOf(inputs[field], stored.token) !== stored.digests[field])
  );
}
