/** Where a value is inside a document: keys and indices. */
export type PropertyPath = readonly (string | number)[];

/** A path as users write it, and as `pulumi config --path` reads it: `imagehub.images[3].detail["a.b"]`. */
export function formatPropertyPath(path: PropertyPath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[A-Za-z0-9_-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** The path of something inside what already has a path: `imagehub.images[3]` and `["detail", "icon"]`. */
export function pathBelow(base: string, path: PropertyPath): string {
  const inner = formatPropertyPath(path);
  if (base === "" || inner === "") return base + inner;
  return inner.startsWith("[") ? base + inner : `${base}.${inner}`;
}
