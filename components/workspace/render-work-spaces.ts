import { formatProblem, type Problem } from "../../model/shared/problem.js";
import { isCommitId } from "../../model/workspace/git/revision.js";
import { subjectOf } from "../../model/workspace/git/subject.js";
import type { Source } from "../../model/workspace/render/source.js";
import type { FoundVersions } from "../../model/workspace/render/template-versions.js";
import type { GitClient } from "../../providers/targets/repository.js";
import { checkoutRenderer, type RenderCheckout } from "../../providers/workspace/render-checkout.js";
import { ClusterAnswers } from "./cluster-answers.js";
import type { ConnectionState } from "./connection-state.js";
import { cannotRender, Faults, problemsAt } from "./faults.js";
import { holdsText } from "./object-texts.js";
import type { RenderedWorkSpace } from "./rendered.js";
import { Repositories, type OpenRepository, type RepositoryRef } from "./repositories.js";

/** A workspace's source, and where it goes. */
export interface WorkSpaceSource {
  /** Name of the workspace. */
  readonly name: string;
  /** How faults name it. @default workspace <name> */
  readonly path?: string;
  readonly repository: RepositoryRef;
  /** Path, revision, and how it is rendered. */
  readonly source: Omit<Source, "repoURL">;
  /** Namespace of namespaced objects that name none. @default none */
  readonly namespace?: string;
  /**
   * Name of the cluster, from `groundplan:clusters`, whose versions charts are rendered for. It is asked only when a
   * chart's settings leave them open.
   * @default none: Helm's own default, with a warning
   */
  readonly cluster?: string;
  /** The commit to take, whatever the revision means by now. @default none */
  readonly revisionLock?: string;
  /** Texts in the source that stand for values which are not known yet. Each has to come out in an object. */
  readonly standIns?: readonly { readonly text: string; readonly path: string }[];
}

/** A repository of the stack's configuration, and whether it answers. */
export interface FoundRepository {
  readonly name: string;
  readonly url: string;
  readonly inheritedCreds: boolean;
  readonly connectionState: ConnectionState;
}

/** How {@link renderWorkSpaces} is run. */
export interface RenderOptions {
  /** Ends the programs that it has started; it fails then. @default never */
  readonly signal?: AbortSignal;
}

/** What {@link renderWorkSpaces} made and found. */
export interface RenderedWorkSpaces {
  /** In the order of the sources. */
  readonly workspaces: readonly RenderedWorkSpace[];
  readonly repositories: readonly FoundRepository[];
  /** Templates of credentials. */
  readonly templates: readonly { readonly name: string; readonly url: string }[];
}

/**
 * Resolves the revisions of sources, fetches and renders them, all at once. To be awaited before anything is declared,
 * so that a source which cannot be rendered stops the program while nothing is touched.
 *
 * @throws pulumi.RunError with the faults of all sources
 */
export async function renderWorkSpaces(
  sources: readonly WorkSpaceSource[],
  { signal }: RenderOptions = {},
): Promise<RenderedWorkSpaces> {
  const repositories = await Repositories.configured(signal).catch((error: unknown) => {
    throw cannotRender(problemsAt("repositories", error));
  });
  const run: Run = { repositories, clusters: new ClusterAnswers(), render: checkoutRenderer(signal) };
  const [rendered, found] = await Promise.all([
    Promise.all(sources.map((source) => attempt(source, run))),
    Promise.all(repositories.declared.map(({ name, url }) => connection(name, url, repositories))),
  ]);
  const problems = rendered.flatMap((one) => ("problems" in one ? one.problems : []));
  if (problems.length > 0) throw cannotRender(problems);
  return {
    workspaces: rendered.flatMap((one) => ("problems" in one ? [] : [one])),
    repositories: found,
    templates: repositories.templates.map(({ name, url }) => ({ name, url })),
  };
}

/** What the sources of one run share. */
interface Run {
  readonly repositories: Repositories;
  readonly clusters: ClusterAnswers;
  readonly render: RenderCheckout;
}

const NOBODY_ASKED: FoundVersions = { versions: undefined, reason: "no cluster is asked" };

async function attempt(
  source: WorkSpaceSource,
  run: Run,
): Promise<RenderedWorkSpace | { readonly problems: readonly Problem[] }> {
  try {
    return await render(source, await run.repositories.open(source.repository), run);
  } catch (error) {
    return { problems: problemsAt(source.path ?? `workspace ${source.name}`, error) };
  }
}

async function render(
  { name, source, namespace = "", cluster, revisionLock, standIns = [] }: WorkSpaceSource,
  { url, client }: OpenRepository,
  run: Run,
): Promise<RenderedWorkSpace> {
  const wanted = source.targetRevision ?? "";
  const { tagPrefix } = source;
  const { commit } =
    revisionLock === undefined
      ? await client.resolve(wanted, tagPrefix === undefined ? {} : { tagPrefix })
      : { commit: revisionLock };
  const [checkout, resolution] = await Promise.all([
    client.fetch(commit),
    describeCommit(client, wanted, commit),
  ]);
  const { objects, sourceType, warnings } = await run.render({
    name,
    namespace,
    source: { repoURL: url, ...source },
    revision: commit,
    folder: checkout.folder,
    askCluster: async () => (cluster === undefined ? NOBODY_ASKED : run.clusters.versions(cluster)),
  });
  const lost = standIns.filter(({ text }) => !objects.some((object) => holdsText(object, text)));
  if (lost.length > 0) throw new Faults(lost.map(({ path }) => lostProblem(path)));
  return {
    name,
    source: { repoURL: url, ...source },
    revision: commit,
    resolution: `${name}: ${resolution}`,
    sourceType,
    objects,
    warnings: warnings.map(formatProblem),
  };
}

function lostProblem(path: string): Problem {
  return {
    path,
    reason:
      "holds a reference whose value is known only after rendering, and no rendered object holds it as it is: " +
      "a template drops, changes or decides by it",
    fix: "write the value itself, or let the template put it into a field as it is",
  };
}

/** What is told of a commit; only its id when the repository does not answer. */
async function describeCommit(client: GitClient, wanted: string, commit: string): Promise<string> {
  const what = isCommitId(wanted) ? commit : `${wanted === "" ? "HEAD" : wanted} is ${commit}`;
  try {
    const { author, date, message } = await client.metadata(commit);
    return `${what}: ${subjectOf(message)} (${author}, ${date})`;
  } catch {
    return what;
  }
}

async function connection(name: string, url: string, repositories: Repositories): Promise<FoundRepository> {
  try {
    const { client, inheritedCreds } = await repositories.open({ name });
    const connectionState = await client.refs().then(
      (): ConnectionState => ({ status: "Successful", message: "" }),
      (error: unknown): ConnectionState => ({ status: "Failed", message: String(error) }),
    );
    return { name, url, inheritedCreds, connectionState };
  } catch (error) {
    const [problem] = problemsAt("", error);
    return {
      name,
      url,
      inheritedCreds: false,
      connectionState: { status: "Failed", message: problem?.reason ?? "" },
    };
  }
}
