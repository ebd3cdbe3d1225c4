import type { Problem } from "../shared/problem.js";
import type { CatalogueOptions, PlannedImage, PlannedRepository } from "./catalogue-types.js";
import { fieldPath, type Declaration } from "./declarations.js";
import { parseRepositoryName, repositoryLabels } from "./image-name.js";
import { ownLabels } from "./manifest-metadata.js";
import type { NameUse } from "./name-clashes.js";
import type { RepositorySpec } from "./schemas.js";

/** Repositories with legal names, the names of all, and what is wrong. */
export interface PlannedRepositories {
  readonly planned: readonly PlannedRepository[];
  readonly uses: readonly NameUse[];
  readonly problems: readonly Problem[];
}

/**
 * Names each declared repository, and derives those that only images mention: public ones. A declared repository
 * stays when its last image goes, unless empty ones are to be pruned.
 */
export function planRepositories(
  declared: readonly Declaration<RepositorySpec>[],
  images: readonly PlannedImage[],
  { pruneEmptyRepositories = false }: Pick<CatalogueOptions, "pruneEmptyRepositories"> = {},
): PlannedRepositories {
  const planned: PlannedRepository[] = [];
  const uses: NameUse[] = [];
  const problems: Problem[] = [];
  for (const declaration of declared) {
    const { spec, path } = declaration;
    const parsed = parseRepositoryName(spec.name);
    if (!parsed.ok) {
      problems.push(
        ...parsed.problems.map((problem) => ({ ...problem, path: fieldPath(declaration, "name") })),
      );
      uses.push({ name: spec.name, objectName: spec.name.replace(/[/:]/g, "."), path });
      continue;
    }
    const own = ownLabels(declaration, parsed.repository.objectName, repositoryLabels(parsed.repository));
    const repository = {
      ...parsed.repository,
      path,
      labels: own.labels,
      annotations: declaration.manifest?.annotations ?? {},
      isPrivate: spec.isPrivate ?? false,
      derived: false,
    };
    problems.push(...own.problems);
    uses.push(repository);
    planned.push(repository);
  }
  const derived = deriveRepositories(images, new Set(planned.map(({ name }) => name)));
  const filled = new Set(images.map(({ repositoryName }) => repositoryName));
  const kept = pruneEmptyRepositories ? planned.filter(({ name }) => filled.has(name)) : planned;
  return { planned: [...kept, ...derived], uses: [...uses, ...derived], problems };
}

function deriveRepositories(
  images: readonly PlannedImage[],
  declared: ReadonlySet<string>,
): readonly PlannedRepository[] {
  const found = new Map<string, PlannedRepository>();
  for (const image of images) {
    const name = image.repositoryName;
    if (declared.has(name) || found.has(name)) continue;
    found.set(name, {
      name,
      organization: image.organization,
      repository: image.repository,
      objectName: image.repositoryObjectName,
      path: image.path,
      labels: repositoryLabels(image),
      annotations: {},
      isPrivate: false,
      derived: true,
    });
  }
  return [...found.keys()].sort().flatMap((name) => found.get(name) ?? []);
}
