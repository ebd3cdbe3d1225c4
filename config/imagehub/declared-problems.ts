import { z } from "zod";
import { dataPackSpec, imageSpec, organizationSpec, repositorySpec } from "../../model/imagehub/schemas.js";
import type { Problem } from "../../model/shared/problem.js";
import { setCommand } from "../commands.js";
import { problemsOf } from "../issues.js";
import type { ImageHubSection } from "./schema.js";

/** The lists of the section with the schemas that the catalogue has for their elements. */
const declared = z.object({
  organizations: z.array(organizationSpec),
  repositories: z.array(repositorySpec),
  images: z.array(imageSpec),
  dataPacks: z.record(z.string(), dataPackSpec),
});

/**
 * The faults of what is declared: those of form with the stack file's own wording, suggestions and commands, and
 * those that only the plan of the whole catalogue finds. A place that has a fault of form is named once.
 *
 * @param planned Problems of `planCatalogue`.
 */
export function declaredProblems(section: ImageHubSection, planned: readonly Problem[]): readonly Problem[] {
  const parsed = declared.safeParse(section);
  const formal = parsed.success
    ? []
    : problemsOf(parsed.error, { schema: declared, value: section, at: ["imagehub"] });
  const named = new Set(formal.map(({ path }) => path));
  return [...formal, ...planned.filter(({ path }) => !named.has(path)).map(withCommand)];
}

/** What lies in a manifest file is mended there; what lies in the stack file can be set by a command. */
function withCommand(problem: Problem): Problem {
  const inStackFile = problem.path.startsWith("imagehub.");
  return problem.fix !== undefined || !inStackFile ? problem : { ...problem, fix: setCommand(problem.path) };
}
