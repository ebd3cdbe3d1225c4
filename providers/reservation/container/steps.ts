import type { ContainerInputs } from "../container.js";

/** Inputs whose change makes the container anew. */
const FORM = [
  "image",
  "environment",
  "entrypoint",
  "interactive",
  "volumes",
  "diskType",
] as const satisfies readonly (keyof ContainerInputs)[];
/** Inputs that are changed while it runs. */
const LIMITS = ["cpu", "memory", "diskSize"] as const satisfies readonly (keyof ContainerInputs)[];

/** Lines of a container's plan. Secret variables cannot be compared here. */
export function containerSteps(
  old: ContainerInputs | undefined,
  news: Partial<ContainerInputs>,
): readonly string[] {
  const node = news.node ?? "the node";
  if (old === undefined) return [`run ${news.image ?? "an image"} on ${node}`];
  const changed = <K extends keyof ContainerInputs>(fields: readonly K[]): readonly K[] =>
    fields.filter((field) => field in news && !same(old[field], news[field]));
  const form: readonly string[] = [
    ...changed(FORM),
    ...((old.diskSize === 0) !== (news.diskSize === 0) ? ["diskSize"] : []),
  ];
  if (form.length > 0) return [`make the container anew, with an empty root disk: ${form.join(", ")}`];
  const limits = changed(LIMITS).map((field) => `${field} ${String(old[field])} → ${String(news[field])}`);
  return limits.length === 0 ? [] : [`change limits while it runs: ${limits.join(", ")}`];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
