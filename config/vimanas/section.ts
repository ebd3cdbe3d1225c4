import { z } from "zod";
import type { Problem } from "../../model/shared/problem.js";
import { planVimanas } from "../../model/vimana/plan.js";
import { vimanaSecrets, type VimanaSpec } from "../../model/vimana/schema.js";
import { setCommand } from "../commands.js";
import type { Section, SectionContext } from "../section.js";
import { missingSecrets, straySecrets, surroundingProblems } from "./checks.js";
import { checkForm } from "./form.js";
import { vimanaItems } from "./items.js";
import { vimanasSchema, type VimanaSection } from "./schema.js";

const SYSTEM = "vimanas";

/** Vimanas by id, checked by every rule that does not depend on where the stack is deployed. */
export type VimanaSettings = Readonly<Record<string, VimanaSpec>>;

/**
 * `groundplan:vimanas`: gateways and the gRPC services behind them.
 *
 * @param hosts of the stack's registries, by name
 */
export function vimanasSection(
  hosts: Readonly<Record<string, string>>,
): Section<VimanaSection, VimanaSettings> {
  return {
    key: SYSTEM,
    schema: vimanasSchema,
    secrets: z.record(z.string(), vimanaSecrets),
    sort: "system",
    late: [{ path: ["*", "domains", "*", "servers", "*", "components", "*", "image"], form: "image" }],
    finish: (parsed, context) => {
      const form = checkForm(parsed);
      const formal = new Set(form.problems.map(({ path }) => path));
      const ruled = rules(form.specs, hosts, context).filter(({ path }) => !formal.has(path));
      return {
        settings: form.specs,
        problems: [
          ...form.problems,
          ...straySecrets(Object.keys(parsed), context),
          ...ruled.map(withCommand),
        ],
        items: Object.entries(form.specs).flatMap(([id, spec]) => vimanaItems(id, spec)),
      };
    },
  };
}

function rules(
  specs: VimanaSettings,
  hosts: Readonly<Record<string, string>>,
  context: SectionContext,
): readonly Problem[] {
  const { planned = {}, problems } = planVimanas(specs, {
    path: SYSTEM,
    // Stand for what is known only where the stack is deployed; ids that follow from it differ, and no rule does.
    organization: "organization",
    project: "project",
    stack: "stack",
    registryHosts: hosts,
  });
  return [
    ...Object.entries(specs).flatMap(([id, spec]) => surroundingProblems(id, spec, context)),
    ...problems,
    ...Object.entries(planned).flatMap(([id, one]) => {
      const spec = specs[id];
      return spec === undefined ? [] : missingSecrets(id, spec, one, context);
    }),
  ];
}

/** A field that is wrong can be set by a command. */
function withCommand(problem: Problem): Problem {
  const told = problem.fix !== undefined || problem.severity === "warning";
  return told ? problem : { ...problem, fix: setCommand(problem.path) };
}
