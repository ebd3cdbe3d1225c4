/**
 * What a resource is about to do, for a person who reviews a preview. It is shown under the resource and never
 * stored.
 */
export interface Plan {
  /** One line: "2 to create, 1 to change"; empty where the steps say it all. */
  readonly summary: string;
  /** What will be done, in order. An empty list means that nothing will. */
  readonly steps: readonly string[];
  /** Remarks that are no work: what stays, what is waited for, what looks wrong. */
  readonly notes?: readonly string[];
}

/** A plan as it is shown. */
export function planMessage({ summary, steps, notes = [] }: Plan): string {
  const lines = [...steps, ...notes.map((note) => `note: ${note}`)];
  return (summary === "" ? lines : [summary, ...lines.map((line) => `  ${line}`)]).join("\n");
}
