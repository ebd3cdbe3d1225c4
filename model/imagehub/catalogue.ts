import type { Problem } from "../shared/problem.js";
import type { CatalogueOptions, DeclaredCatalogue, PlannedCatalogue } from "./catalogue-types.js";
import { readDeclarations } from "./declarations.js";
import { nameClashes } from "./name-clashes.js";
import { planDataPacks } from "./plan-data-packs.js";
import { planImages } from "./plan-images.js";
import { planOrganizations } from "./plan-organizations.js";
import { planRepositories } from "./plan-repositories.js";

export type * from "./catalogue-types.js";

/**
 * Turns what a user declares into everything that has to exist: missing organizations and repositories are
 * derived, manifests are merged in, names are computed. Every fault is reported at once, each with its place; one
 * that is no warning means that nothing must be made of the answer.
 */
export function planCatalogue(declared: DeclaredCatalogue, options: CatalogueOptions = {}): PlannedCatalogue {
  const declarations = readDeclarations(declared, options.path ?? "imagehub");
  const images = planImages(declarations.images, options);
  const repositories = planRepositories(declarations.repositories, images.planned, options);
  const members = [...repositories.planned, ...images.planned];
  const organizations = planOrganizations(declarations.organizations, members, options);
  const dataPacks = planDataPacks(declarations.dataPacks, images.planned);
  return {
    organizations: organizations.planned,
    repositories: repositories.planned,
    images: images.planned,
    dataPacks: dataPacks.planned,
    problems: sorted([
      ...declarations.problems,
      ...organizations.problems,
      ...repositories.problems,
      ...nameClashes("repository", repositories.uses),
      ...images.problems,
      ...nameClashes("image", images.uses),
      ...dataPacks.problems,
    ]),
  };
}

/** Errors first, each group in the order found, so that what stops the user is on top. */
function sorted(problems: readonly Problem[]): readonly Problem[] {
  const isWarning = ({ severity }: Problem): boolean => severity === "warning";
  return [...problems.filter((problem) => !isWarning(problem)), ...problems.filter(isWarning)];
}
