import { z } from "zod";
import type { DeclaredCatalogue } from "../../model/imagehub/catalogue-types.js";
import { dataPackSpec, imageSpec, organizationSpec, repositorySpec } from "../../model/imagehub/schemas.js";
import { isObject } from "../../model/shared/json.js";
import type { Problem } from "../../model/shared/problem.js";
import { removeCommand, setCommand } from "../commands.js";
import { problemsOf } from "../issues.js";
import type { ImageHubSection } from "./schema.js";

type Lists = Pick<ImageHubSection, "organizations" | "repositories" | "images" | "dataPacks">;

/** The lists of the section with the schemas that the catalogue has for their elements. */
const declared = z.object({
  organizations: z.array(organizationSpec),
  repositories: z.array(repositorySpec),
  images: z.array(imageSpec),
  dataPacks: z.record(z.string(), dataPackSpec),
});

/** Faults of form of what is declared, and what is left to plan with. */
export interface Formal {
  readonly problems: readonly Problem[];
  /** The lists without the members that do not fit, so that the plan finds the other faults of the same things. */
  readonly plannable: DeclaredCatalogue;
}

/** Finds the faults of form, with the stack file's suggestions and commands. */
export function checkForm({ organizations, repositories, images, dataPacks }: Lists): Formal {
  const lists = { organizations, repositories, images, dataPacks };
  const parsed = declared.safeParse(lists);
  if (parsed.success) return { problems: [], plannable: lists };
  const faulty = parsed.error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...path, key]) : [path];
  });
  return {
    problems: problemsOf(parsed.error, { schema: declared, value: lists, at: ["imagehub"] }),
    plannable: {
      organizations: without(organizations, faultsIn("organizations", faulty)),
      repositories: without(repositories, faultsIn("repositories", faulty)),
      images: without(images, faultsIn("images", faulty)),
      dataPacks: Object.fromEntries(
        Object.entries(dataPacks).map(([id, pack]) => [
          id,
          withoutMembers(pack, faultsIn(id, faultsIn("dataPacks", faulty))),
        ]),
      ),
    },
  };
}

/** The faults of form and those that only the plan finds. A place that has a fault of form is named once. */
export function declaredProblems(
  formal: readonly Problem[],
  planned: readonly Problem[],
): readonly Problem[] {
  const named = new Set(formal.map(({ path }) => path));
  return [...formal, ...planned.filter(({ path }) => !named.has(path)).map(withCommand)];
}

type Path = readonly string[];

function faultsIn(step: string, paths: readonly Path[]): readonly Path[] {
  return paths.filter(([first]) => first === step).map((path) => path.slice(1));
}

function without(list: readonly unknown[], faulty: readonly Path[]): readonly unknown[] {
  return list.map((element, index) => withoutMembers(element, faultsIn(String(index), faulty)));
}

/** Takes members out at any depth. Elements of a list are not: the list goes as a whole, lest indices shift. */
function withoutMembers(value: unknown, faulty: readonly Path[]): unknown {
  if (!isObject(value)) return value;
  const kept = Object.entries(value).flatMap(([key, member]) => {
    const inside = faultsIn(key, faulty);
    if (inside.length === 0) return [[key, member]];
    const goes = !isObject(member) || inside.some((path) => path.length === 0);
    return goes ? [] : [[key, withoutMembers(member, inside)]];
  });
  return Object.fromEntries(kept);
}

/**
 * What lies in a manifest file is mended there. In the stack file, a field can be set by a command, and an element
 * that is wrong as a whole (one that is there twice) can go.
 */
function withCommand(problem: Problem): Problem {
  if (problem.fix !== undefined || !problem.path.startsWith("imagehub.")) return problem;
  const whole = problem.path.endsWith("]");
  return { ...problem, fix: whole ? removeCommand(problem.path) : setCommand(problem.path) };
}
