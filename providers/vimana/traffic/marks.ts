import { z } from "zod";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { canonicalJson } from "../../../model/shared/json.js";
import { TOKEN_ANNOTATION } from "../../../model/shared/ownership.js";
import { formatRecord, parseRecord, type RolloutRecord } from "../../../model/vimana/rollout/record.js";

/** Annotation with the rollout that goes on or went last: {@link RolloutRecord} as JSON. */
export const ROLLOUT_ANNOTATION = "groundplan.dev/rollout";
/** Annotation with the versions that have just lost their calls: {@link Draining} as JSON. */
export const DRAINING_ANNOTATION = "groundplan.dev/draining";

const draining = z.object({
  versions: z.array(z.string()).min(1),
  /** When the gateway had accepted that they get no calls, in milliseconds since the epoch; not known before. */
  since: z.number().optional(),
});

/** Versions whose last calls may still run. */
export type Draining = Readonly<z.infer<typeof draining>>;

/** What this resource notes on a carrier, in the same write as the weights. */
export interface Marks {
  readonly rollout: RolloutRecord | undefined;
  readonly draining: Draining | undefined;
}

/** The carrier with marks; those that are undefined go. */
export function withMarks(
  object: KubeObject,
  token: string,
  { rollout, draining: drains }: Marks,
): KubeObject {
  const annotations = {
    ...object.metadata.annotations,
    [TOKEN_ANNOTATION]: token,
    ...(rollout === undefined ? {} : { [ROLLOUT_ANNOTATION]: formatRecord(rollout) }),
    ...(drains === undefined ? {} : { [DRAINING_ANNOTATION]: canonicalJson(drains) }),
  };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** The marks of a live carrier. What cannot be read counts as absent. */
export function marksOf(live: KubeObject | undefined): Marks {
  const annotations = live?.metadata.annotations ?? {};
  const [rollout, drains] = [annotations[ROLLOUT_ANNOTATION], annotations[DRAINING_ANNOTATION]];
  return {
    rollout: rollout === undefined ? undefined : parseRecord(rollout),
    draining: drains === undefined ? undefined : parseDraining(drains),
  };
}

/** Whether a live carrier's marks are these. */
export function bearsMarks(live: KubeObject, token: string, marks: Marks): boolean {
  const wanted = withMarks({ ...live, metadata: {} }, token, marks).metadata.annotations ?? {};
  const found = live.metadata.annotations ?? {};
  return [TOKEN_ANNOTATION, ROLLOUT_ANNOTATION, DRAINING_ANNOTATION].every(
    (annotation) => wanted[annotation] === found[annotation],
  );
}

function parseDraining(text: string): Draining | undefined {
  try {
    return draining.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
