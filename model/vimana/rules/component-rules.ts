import { parseOciReference } from "../../shared/oci-reference.js";
import type { Problem } from "../../shared/problem.js";
import { parseQuantity } from "../../shared/quantity.js";
import type { ComponentSpec } from "../schema.js";
import type { VimanaScope } from "../scope.js";
import { faultAt, warningAt, type Place } from "./report.js";
import { undeclaredRegistry } from "./vimana-rules.js";

/** A version's image, and what is wrong with it. */
export interface ImagePlan {
  /** Empty only with problems. */
  readonly image: string;
  readonly problems: readonly Problem[];
}

/**
 * The image of a version: as given, or by its name in the registry. Vimana's own runtime takes nothing but that name
 * (CMP-3, CMP-4); containers may have any reference.
 *
 * @param repository `<domain id>/<server id>:<version>`.
 */
export function planImage(
  component: ComponentSpec,
  repository: string,
  scope: VimanaScope,
  place: Place,
): ImagePlan {
  const { registryHosts } = scope.context;
  const registry = component.registry ?? scope.spec.registry;
  const host =
    registry !== undefined && Object.hasOwn(registryHosts, registry) ? registryHosts[registry] : undefined;
  if (component.registry !== undefined && host === undefined) {
    return refused(faultAt(place, ["registry"], undeclaredRegistry(component.registry, registryHosts)));
  }
  const { image } = component;
  if (image === undefined && host === undefined) {
    if (registry !== undefined) return { image: "", problems: [] };
    const reason = "has no image, and no registry to take it from (CMP-3)";
    return refused(faultAt(place, ["image"], reason, "set image here, or registry here or on the Vimana"));
  }
  const named = host === undefined ? undefined : `${host}/${repository}`;
  const problem = scope.wasm
    ? wasmImageProblem(image, named, host, repository, place)
    : referenceProblem(image, place);
  return problem === undefined ? { image: image ?? named ?? "", problems: [] } : refused(problem);
}

/** What is built needs no look: its parts have rules of their own. */
function referenceProblem(image: string | undefined, place: Place): Problem | undefined {
  const parsed = image === undefined ? undefined : parseOciReference(image);
  if (parsed === undefined || parsed.ok) return undefined;
  return faultAt(place, ["image"], `image is no image reference: ${parsed.reason} (CMP-3)`);
}

function wasmImageProblem(
  image: string | undefined,
  named: string | undefined,
  host: string | undefined,
  repository: string,
  place: Place,
): Problem | undefined {
  if (host?.includes("/") === true) {
    const reason = `the registry "${host}" must be a host with or without a port: Vimana's runtime takes no path there (CMP-3)`;
    return faultAt(place, ["registry"], reason, "use a registry without a path");
  }
  if (image === undefined) return undefined;
  if (image.includes("@")) {
    const reason = "image must not have a digest: Vimana's runtime pulls by tag only (CMP-4)";
    return faultAt(place, ["image"], reason, "remove image, so that it is built from the registry");
  }
  const given = /^[^/]+/.exec(image)?.[0] ?? "";
  if (image === (named ?? `${given}/${repository}`)) return undefined;
  const rule = image.split("/").length > 3 ? "CMP-4" : "CMP-3";
  const reason = `image must be exactly ${named ?? `<registry host>/${repository}`}: Vimana's runtime takes no other for this version (${rule})`;
  return faultAt(place, ["image"], reason, "remove image, so that it is built from the registry");
}

/** Rules of a version's own fields but its image. */
export function componentProblems(
  component: ComponentSpec,
  { wasm }: VimanaScope,
  place: Place,
): readonly Problem[] {
  const { minAvailable, port } = component;
  return [
    ...scalingProblems(component, wasm, place),
    ...(typeof minAvailable === "string" && Number.parseInt(minAvailable) > 100
      ? [faultAt(place, ["minAvailable"], `must be at most 100% and is ${minAvailable}`)]
      : []),
    ...(wasm && port !== 80
      ? [faultAt(place, ["port"], `must be 80 with Vimana's runtime and is ${port}`, "remove it")]
      : []),
    ...resourceProblems(component, place),
  ];
}

function scalingProblems(
  { autoscaling, replicas, resources }: ComponentSpec,
  wasm: boolean,
  place: Place,
): readonly Problem[] {
  if (autoscaling === undefined) return [];
  const { min, max, cpuPercent, metrics = [] } = autoscaling;
  const byCpu = cpuPercent !== undefined || metrics.length === 0;
  return [
    ...(replicas === undefined
      ? []
      : [faultAt(place, ["replicas"], "replicas and autoscaling exclude each other", "keep one of the two")]),
    ...(min > max
      ? [faultAt(place, ["autoscaling", "max"], `max must be at least min, which is ${min}, and is ${max}`)]
      : []),
    ...(wasm && byCpu
      ? [
          faultAt(
            place,
            ["autoscaling", cpuPercent === undefined ? "metrics" : "cpuPercent"],
            "Vimana's runtime measures no CPU, so it cannot be scaled by",
            "set metrics of type Pods, Object or External",
          ),
        ]
      : []),
    ...(!wasm && byCpu && resources?.requests?.cpu === undefined
      ? [
          warningAt(
            place,
            ["autoscaling"],
            "scales by a share of the requested CPU, and requests none",
            "set resources.requests.cpu",
          ),
        ]
      : []),
  ];
}

function resourceProblems({ resources }: ComponentSpec, place: Place): readonly Problem[] {
  return (["requests", "limits"] as const).flatMap((field) =>
    Object.entries(resources?.[field] ?? {}).flatMap(([name, text]) => {
      const parsed = parseQuantity(text);
      return parsed.ok ? [] : [faultAt(place, ["resources", field, name], `${name} ${parsed.reason}`)];
    }),
  );
}

function refused(problem: Problem): ImagePlan {
  return { image: "", problems: [problem] };
}
