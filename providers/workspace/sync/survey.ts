import { type KubeObject, objectKey, type ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { formatProblem, type Problem } from "../../../model/shared/problem.js";
import type { OperationIdentity } from "../../../model/workspace/sync/hook-tasks.js";
import { hookOf } from "../../../model/workspace/sync/hooks.js";
import { emptyTargetsProblem } from "../../../model/workspace/sync/preconditions.js";
import { nameInPlans, type PlannedTask } from "../../../model/workspace/sync/task.js";
import { buildTasks, type BuiltTasks, type NamespaceToMake } from "../../../model/workspace/sync/tasks.js";
import { assess, type Assessment, describe, objectToSend } from "./assess.js";
import type { Condition } from "./condition.js";
import type { Findings } from "./findings.js";
import { type Foreigners, foreigners, NOBODY } from "./foreign.js";
import { hookFaults } from "./hook-trial.js";
import { inParallel } from "./pool.js";
import { differing, missingTargets, rulesOf, wantedOf } from "./wanted.js";
import { hasNamespace, namespaceObjects, type World } from "./world.js";

/** What a survey is made for. */
export interface SurveyPurpose {
  readonly operation: OperationIdentity;
  /** Whether the objects' hooks run. */
  readonly runHooks: boolean;
  readonly findings: Findings;
}

/** What a survey that tries is made for. */
export interface TrialPurpose extends SurveyPurpose {
  /** Objects that do not exist yet were tried shortly before; now they are only looked for. */
  readonly newWereTried: boolean;
}

/** How everything that is declared differs from what is there, and what is to be done about it. */
export interface Survey {
  readonly world: World;
  /** Every object of interest in the cluster: the workspace's own, those it takes over, and namespaces. */
  readonly live: ReadonlyMap<ObjectKey, KubeObject>;
  /** In the order in which they run. */
  readonly tasks: readonly PlannedTask[];
  /** What the server says would come of the objects that look different. */
  readonly assessments: ReadonlyMap<ObjectKey, Assessment>;
  /** What stands in the way, one line each. */
  readonly faults: readonly string[];
  readonly warnings: readonly Condition[];
}

/** Compares without asking the server: for an operation whose plan has been made. What may differ is different. */
export async function surveyForSync(world: World, purpose: SurveyPurpose): Promise<Survey> {
  const missing = missingTargets(world, (key) => !purpose.findings.isAbsent(key));
  const foreign = await foreigners(world, missing);
  const survey = surveyOf(world, purpose, foreign, differing(world, purpose.findings, foreign.live));
  return { ...survey, assessments: new Map() };
}

/**
 * Compares everything with the cluster and tries on the server what differs or is new, so that every objection is
 * known before anything is done.
 */
export async function surveyForPlan(world: World, purpose: TrialPurpose): Promise<Survey> {
  // Whose object it is matters to the comparison only when it may be taken over; otherwise the trial tells.
  const mustLook = world.inputs.adopt || purpose.newWereTried;
  const first = mustLook ? await foreigners(world, missingTargets(world)) : NOBODY;
  const looks = differing(world, purpose.findings, first.live);
  const untried = surveyOf(world, purpose, first, looks);
  const trials = untried.tasks.filter(
    (task) =>
      isApplied(task) &&
      !untried.faulty.has(nameInPlans(task.key)) &&
      !(purpose.newWereTried && task.live === undefined),
  );
  const assessments = await assessed(world, trials, first.live);

  const second = await foreigners(world, doubtful(trials, assessments));
  const foreign = {
    live: new Map([...first.live, ...second.live]),
    refused: new Map([...first.refused, ...second.refused]),
    warnings: [...first.warnings, ...second.warnings],
  };
  for (const key of second.refused.keys()) assessments.delete(key);
  const again = trials.filter((task) => second.live.has(task.key));
  for (const [key, assessment] of await assessed(world, again, foreign.live))
    assessments.set(key, assessment);

  remember(world, purpose.findings, assessments, foreign.live);
  const same = new Set([...assessments].flatMap(([key, { change }]) => (change === "none" ? [key] : [])));
  const learned = same.size > 0 || second.live.size > 0 || second.refused.size > 0;
  const survey = learned
    ? surveyOf(world, purpose, foreign, new Set([...looks].filter((key) => !same.has(key))))
    : untried;
  const refusals = [...assessments.values()].flatMap((each) =>
    each.change === "refused" ? [each.reason] : [],
  );
  const hooks = await hookFaults(
    world,
    survey.tasks.filter(({ key }) => !survey.faulty.has(nameInPlans(key))),
  );
  return { ...survey, assessments, faults: [...survey.faults, ...refusals, ...hooks] };
}

function isApplied({ action }: PlannedTask): boolean {
  return action === "apply";
}

function surveyOf(
  world: World,
  { operation, runHooks }: SurveyPurpose,
  foreign: Foreigners,
  differs: ReadonlySet<ObjectKey>,
): Omit<Survey, "assessments"> & {
  /** Names of the objects with faults, which need no trial to be refused. */
  readonly faulty: ReadonlySet<string>;
} {
  const live = new Map([...namespaceObjects(world), ...foreign.live, ...world.live.objects]);
  const owned = [...world.live.objects].filter(([key]) => key in world.inventory);
  const { tasks, problems } = build(world, {
    operation,
    runHooks,
    live,
    differs,
    owned: owned.map(([, each]) => each),
  });
  const empty = emptyTargetsProblem({
    targets: world.targets.length,
    owned: owned.length,
    allowEmpty: world.inputs.allowEmpty,
  });
  const all: readonly Problem[] = [...problems, ...(empty === undefined ? [] : [empty])];
  const errors = all.filter(({ severity }) => severity !== "warning");
  return {
    world,
    live,
    tasks,
    faulty: new Set(errors.map(({ path }) => path)),
    faults: [...errors.map(formatProblem), ...foreign.refused.values()],
    warnings: [
      ...world.warnings,
      ...all
        .filter(({ severity }) => severity === "warning")
        .map((problem) => ({ type: "InvalidSpecError" as const, message: formatProblem(problem) })),
      ...foreign.warnings,
      ...strays(world),
    ],
  };
}

function build(
  world: World,
  given: {
    readonly operation: OperationIdentity;
    readonly runHooks: boolean;
    readonly live: ReadonlyMap<ObjectKey, KubeObject>;
    readonly differs: ReadonlySet<ObjectKey>;
    readonly owned: readonly KubeObject[];
  },
): BuiltTasks {
  const { inputs, options, targets } = world;
  const namespaceToMake = namespaceOf(world);
  return buildTasks({
    targets,
    owned: given.owned,
    live: (key) => given.live.get(key),
    differs: (key) => given.differs.has(key),
    options,
    prune: inputs.prune,
    approvePrune: inputs.approvePrune,
    runHooks: given.runHooks,
    operation: given.operation,
    cluster: { serves: (gvk) => world.serves(gvk), hasNamespace: (name) => hasNamespace(world, name) },
    ...(namespaceToMake === undefined ? {} : { namespaceToMake }),
  });
}

function namespaceOf({ workspace, inputs, options }: World): NamespaceToMake | undefined {
  if (!options.createNamespace || workspace.namespace === "") return undefined;
  return { name: workspace.namespace, ...inputs.namespaceMetadata };
}

/** Objects that bear the workspace's marks although it does not know to have made them: told, never removed. */
function strays({ live, inventory, targets }: World): Condition[] {
  const declared = new Set(targets.map(objectKey));
  return [...live.objects].flatMap(([key, object]) =>
    key in inventory || declared.has(key) || hookOf(object).isHook
      ? []
      : [
          {
            type: "OrphanedResourceWarning",
            message: `${describe(object)} bears this workspace's marks and is not in its inventory; it is left alone`,
          },
        ],
  );
}

async function assessed(
  world: World,
  tasks: readonly PlannedTask[],
  foreign: ReadonlyMap<ObjectKey, KubeObject>,
): Promise<Map<ObjectKey, Assessment>> {
  const rules = rulesOf(world);
  const entries = await inParallel(tasks, async (task): Promise<[ObjectKey, Assessment][]> => {
    if (task.target === undefined) return [];
    const live = world.live.objects.get(task.key) ?? foreign.get(task.key);
    const wanted = wantedOf(world, task.key, task.target, live, task.skipDryRun);
    return [[task.key, await assess(world.workspace, wanted, rules)]];
  });
  return new Map(entries.flat());
}

/** Objects that turned out to exist, or were refused for a reason that may be somebody else's object. */
function doubtful(
  tasks: readonly PlannedTask[],
  assessments: ReadonlyMap<ObjectKey, Assessment>,
): ReadonlyMap<ObjectKey, KubeObject> {
  return new Map(
    tasks.flatMap(({ key, target, live, skipDryRun }) => {
      const assessment = assessments.get(key);
      const doubt =
        assessment?.change === "refused" || (assessment?.change === "create" && assessment.exists);
      const unseen = live === undefined && skipDryRun === undefined;
      return doubt && unseen && target !== undefined ? [[key, target] as const] : [];
    }),
  );
}

function remember(
  world: World,
  findings: Findings,
  assessments: ReadonlyMap<ObjectKey, Assessment>,
  foreign: ReadonlyMap<ObjectKey, KubeObject>,
): void {
  const rules = rulesOf(world);
  const targets = new Map(world.targets.map((target) => [objectKey(target), target]));
  for (const [key, assessment] of assessments) {
    const object = targets.get(key);
    const live = world.live.objects.get(key) ?? foreign.get(key);
    if (object === undefined) continue;
    if (live === undefined) {
      if (assessment.change === "create" && !assessment.exists) findings.absent(key);
    } else if (assessment.change === "none") {
      findings.inSync(key, objectToSend(world.workspace, wantedOf(world, key, object, live), rules), live);
    }
  }
}
