import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { removeCommand, setCommand, setSecretCommand } from "../commands.js";
import type { SectionContext } from "../section.js";
import { undeclaredTarget } from "../target-names.js";
import { valueAt } from "../value-at.js";
import type { ImageHubSection } from "./schema.js";

/** Faults of the hub's own settings: targets that are not declared and settings that contradict each other. */
export function hubProblems(section: ImageHubSection, context: SectionContext): readonly Problem[] {
  const { cluster, registry, resolve, mode, controller } = section;
  return [
    ...undeclaredTarget(["imagehub", "cluster"], "clusters", cluster, context),
    ...(registry === undefined
      ? []
      : undeclaredTarget(["imagehub", "registry"], "registries", registry, context)),
    ...(registry === undefined && resolve !== undefined && resolve !== "off"
      ? [
          {
            path: "imagehub.registry",
            reason: `is missing; "resolve: ${resolve}" looks tags up in a registry`,
            fix: setCommand("imagehub.registry", "'<name>'"),
          },
        ]
      : []),
    ...(mode === "direct" && controller !== undefined
      ? [
          {
            path: "imagehub.controller",
            reason:
              'a controller is deployed with "mode: controller" only; with "mode: direct" two would write statuses',
            fix: removeCommand("imagehub.controller"),
          },
        ]
      : []),
    ...directOnlyProblems(section),
    ...webhookProblems(section, context),
  ];
}

/** What the controller and its webhooks decide where they run. */
function directOnlyProblems(section: ImageHubSection): readonly Problem[] {
  if (section.mode === "direct") return [];
  return (["pruneEmptyRepositories", "protectObjects"] as const).flatMap((field) => {
    if (!section[field]) return [];
    const path = `imagehub.${field}`;
    const reason = 'has an effect with "mode: direct" only; with "mode: controller" the controller decides';
    return [{ path, reason, fix: removeCommand(path) }];
  });
}

function webhookProblems({ controller }: ImageHubSection, context: SectionContext): readonly Problem[] {
  const path = ["controller", "webhook", "key"];
  const hasKey = context.secretsSealed || valueAt(context.secrets, path) !== undefined;
  if (controller?.webhook === undefined || hasKey) return [];
  const where = formatPropertyPath(["imagehubSecrets", ...path]);
  const reason = "is missing; the webhooks' certificate has no key";
  return [{ path: where, reason, fix: setSecretCommand(where) }];
}
