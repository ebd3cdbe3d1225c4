/** Where a value is inside the stack's configuration: keys and indices, the namespace left out. */
export type ConfigPath = readonly (string | number)[];

/** `imagehub.images[3].detail["a.b"]`: the form that `pulumi config --path` reads. */
export function formatPath(path: ConfigPath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (/^[A-Za-z0-9_-]+$/.test(step)) return index === 0 ? step : `.${step}`;
      return `[${JSON.stringify(step)}]`;
    })
    .join("");
}

/** The value at a path, or undefined when there is none. */
export function valueAt(value: unknown, path: ConfigPath): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = Object.entries(found).find(([key]) => key === String(step))?.[1];
  }
  return found;
}
