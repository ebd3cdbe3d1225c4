import type { z } from "zod";
import type { Problem } from "../shared/problem.js";
import { pathBelow, type PropertyPath } from "../shared/property-path.js";
import type { DeclaredCatalogue } from "./catalogue-types.js";
import { readManifest } from "./manifests.js";
import { schemaFaults, unknownKeyProblems } from "./schema-problems.js";
import {
  dataPackSpec,
  imageSpec,
  organizationSpec,
  repositorySpec,
  type DataPackSpec,
  type ImageDetail,
  type ImageSpec,
  type OrganizationSpec,
  type RepositorySpec,
} from "./schemas.js";

/** One thing that a user declares, well-formed in itself, in the stack file or in a manifest. */
export interface Declaration<S> {
  readonly spec: S;
  /** Where it stands. */
  readonly path: string;
  /** Where the fields of `spec` stand. */
  readonly specPath: string;
  /** From a manifest: as lenient as the API itself in what does no harm. */
  readonly manifest?: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
}

/** An image of either form: manifests may have any text as type and as addresses. */
export type DeclaredImage = Omit<ImageSpec, "type" | "detail"> & {
  readonly type?: string;
  readonly detail?: ImageDetail;
};

export interface DeclaredDataPack extends Declaration<DataPackSpec> {
  readonly id: string;
}

/** Everything declared that can be read, and what cannot. */
export interface Declarations {
  readonly organizations: Declaration<OrganizationSpec>[];
  readonly repositories: Declaration<RepositorySpec>[];
  readonly images: Declaration<DeclaredImage>[];
  readonly dataPacks: DeclaredDataPack[];
  readonly problems: Problem[];
}

/** Path of a field of a declaration. */
export function fieldPath(
  declaration: Pick<Declaration<unknown>, "specPath">,
  ...path: PropertyPath
): string {
  return pathBelow(declaration.specPath, path);
}

/**
 * Reads the lists of the stack file and the manifests.
 * @param base Where the lists stand.
 */
export function readDeclarations(declared: DeclaredCatalogue, base: string): Declarations {
  const found: Declarations = {
    organizations: [],
    repositories: [],
    images: [],
    dataPacks: [],
    problems: [],
  };
  const list = <S>(key: string, schema: z.ZodType<S>, values: readonly unknown[] = []): Declaration<S>[] =>
    values.flatMap((value, index) => readOne(schema, value, pathBelow(base, [key, index]), found.problems));

  found.organizations.push(...list("organizations", organizationSpec, declared.organizations));
  found.repositories.push(...list("repositories", repositorySpec, declared.repositories));
  found.images.push(...list("images", imageSpec, declared.images));
  for (const [id, value] of Object.entries(declared.dataPacks ?? {})) {
    const path = pathBelow(base, ["dataPacks", id]);
    found.dataPacks.push(
      ...readOne(dataPackSpec, value, path, found.problems).map((pack) => ({ ...pack, id })),
    );
  }
  for (const manifest of declared.manifests ?? []) readManifest(manifest, found);
  return found;
}

function readOne<S>(
  schema: z.ZodType<S>,
  value: unknown,
  path: string,
  problems: Problem[],
): Declaration<S>[] {
  const parsed = schema.safeParse(value);
  if (parsed.success) return [{ spec: parsed.data, path, specPath: path }];
  const faults = schemaFaults(parsed.error, value, path);
  problems.push(...unknownKeyProblems(faults.unknownKeys, path), ...faults.problems);
  return [];
}
