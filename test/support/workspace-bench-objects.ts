import { yaml } from "./workspace-manifests.js";

/** Folder of the manifests in a repository. */
export const FOLDER = "objects";
/** Folder without any manifest beside it. */
export const EMPTY_FOLDER = "empty";

/** How an object is filled; equal editions are equal objects. */
export type EditionOf = (index: number) => string;

/** Manifests of so many ConfigMaps without a namespace, one a file, each about as large as a small service's settings. */
export function configMapFiles(count: number, editionOf: EditionOf): Readonly<Record<string, string>> {
  const manifests = Array.from({ length: count }, (_, index): [string, string] => [
    `${FOLDER}/${nameOf(index)}.yaml`,
    yaml(benchConfigMap(index, editionOf(index))),
  ]);
  return { ...Object.fromEntries(manifests), [`${EMPTY_FOLDER}/README.md`]: "Nothing here.\n" };
}

/** Bytes of the manifests among files. */
export function bytesOf(files: Readonly<Record<string, string>>): number {
  return Object.entries(files)
    .filter(([name]) => name.startsWith(`${FOLDER}/`))
    .reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
}

/** One of the objects. */
export function benchConfigMap(index: number, edition: string) {
  const name = nameOf(index);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name,
      labels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "bench" },
      annotations: { "example.com/contact": `team-${index % 17}@example.com` },
    },
    data: {
      edition,
      LOG_LEVEL: index % 2 === 0 ? "info" : "debug",
      DATABASE_URL: `postgres://${name}@database-${index % 5}.example.com:5432/${name}`,
      "application.properties": Array.from(
        { length: 8 },
        (_, line) => `server.option-${line}=${name}-${index * 31 + line}\n`,
      ).join(""),
    },
  };
}

function nameOf(index: number): string {
  return `settings-${String(index).padStart(5, "0")}`;
}
