import type { Problem } from "../shared/problem.js";
import { componentName, deploymentName, serviceName } from "./names.js";
import type { PlannedVersion } from "./planned.js";
import { componentProblems, planImage } from "./rules/component-rules.js";
import { INERT_FIELDS, inertProblems } from "./rules/inert-fields.js";
import { faultIf, placeBelow, type Place } from "./rules/report.js";
import type { ComponentSpec } from "./schema.js";
import type { VimanaScope } from "./scope.js";
import { versionFault } from "./versions.js";

/** Derives a version's names and image and checks its rules. */
export function planVersion(
  version: string,
  spec: ComponentSpec,
  owner: { readonly domainId: string; readonly serverId: string; readonly place: Place },
  scope: VimanaScope,
): { readonly planned: PlannedVersion; readonly problems: readonly Problem[] } {
  const { domainId, serverId } = owner;
  const fullName = componentName(domainId, serverId, version);
  const place = placeBelow(owner.place, ["components", version], `version ${fullName}`);
  const { image, problems } = planImage(spec, `${domainId}/${serverId}:${version}`, scope, place);
  return {
    planned: {
      version,
      fullName,
      spec,
      image,
      deployment: deploymentName(fullName),
      service: serviceName(fullName),
    },
    problems: [
      ...faultIf(place, [], "version", versionFault(version)),
      ...problems,
      ...componentProblems(spec, scope, place),
      ...inertProblems(INERT_FIELDS.component, spec, scope.operator, place),
    ],
  };
}
