import { z } from "zod";
import { NodeError } from "../../../clients/node/errors.js";
import { parameterRedactor } from "../../../clients/node/redact.js";
import type { NodeClient, NodeScript } from "../../../clients/node/types.js";
import type { JsonObject } from "../../../model/shared/json.js";
import type { KindContext } from "../../runtime/context.js";
import type { OpenNode } from "../../targets/node.js";
import type { Held } from "../definition.js";
import { forgetLooks, lookOf, lookSchema, parseAnswer, type Look } from "../look.js";
import { whenAllAborted } from "./when-all-aborted.js";

/** Scripts end with the operation; this is for nodes that lose us, in milliseconds. */
const LONGEST_GROUP_MS = 1_800_000;
/** So many names are told to others who wait for the node. */
const NAMES_TOLD = 3;

/** One workload that is to be brought about or removed together with others. */
export interface Member {
  readonly work: "ensure" | "remove";
  readonly id: string;
  readonly context: KindContext;
  /** Parameters of its script. */
  readonly parameters: JsonObject;
  /** Looks, with the node's lock held, at what has to agree. Throws what stands in the way. */
  readonly allow: (client: NodeClient) => Promise<Held | undefined>;
}

/** What came of a member. */
export type Came =
  | Held
  | { readonly look: Look }
  /** It was to be removed, and somebody else holds it; an empty text when nobody does. */
  | { readonly heldBy: string }
  /** `begun`: whether the node has a record of it nevertheless. */
  | { readonly failed: unknown; readonly begun: boolean };

/** What a group works with; the same for all members. */
export interface GroupWork {
  readonly sort: string;
  readonly node: OpenNode;
  readonly script: NodeScript;
  /** The scripts of single members, for messages. */
  readonly scripts: Readonly<Record<Member["work"], NodeScript>>;
  /** Parameters of the look. */
  readonly parameters: JsonObject;
}

const answerSchema = lookSchema.extend({
  members: z.array(z.object({ code: z.number(), begun: z.boolean(), said: z.string(), out: z.string() })),
});
type MemberAnswer = z.output<typeof answerSchema>["members"][number];

const heldBySchema = z.object({ heldBy: z.string() });

/** Brings about and removes workloads with one lock and one script; answers what came of each, in their order. */
export async function runGroup(work: GroupWork, members: readonly Member[]): Promise<readonly Came[]> {
  const { sort, node } = work;
  const signal = whenAllAborted(members.map(({ context }) => context.signal));
  return node.client.exclusively(
    `${sort} ${namesOf(members)}`,
    async (client) => {
      forgetLooks(node.client);
      const refused = new Map<Member, Came>();
      for (const member of members) {
        const came = await refusalOf(member, client);
        if (came !== undefined) refused.set(member, came);
      }
      const willing = members.filter((member) => !refused.has(member));
      const results = new Map([...refused, ...(await bringAbout(work, willing, client, signal))]);
      return members.map(
        (member) => results.get(member) ?? { failed: new Error(`${member.id} was left out`), begun: false },
      );
    },
    {
      signal,
      onWait: (holder) => {
        for (const { context } of members)
          context.status(`waits for ${node.name}, which is locked by ${holder}`);
      },
    },
  );
}

async function refusalOf({ allow, context }: Member, client: NodeClient): Promise<Came | undefined> {
  try {
    context.signal.throwIfAborted();
    return await allow(client);
  } catch (failed) {
    return { failed, begun: false };
  }
}

async function bringAbout(
  { node, script, scripts, parameters }: GroupWork,
  members: readonly Member[],
  client: NodeClient,
  signal: AbortSignal,
): Promise<ReadonlyMap<Member, Came>> {
  if (members.length === 0) return new Map();
  const begun = new Set<number>();
  const list = members.flatMap(({ work, id, parameters: own }) => [work, id, withoutGaps(own)]);
  try {
    const answer = await client.run(
      script,
      { ...parameters, members: list },
      {
        signal,
        timeoutMs: LONGEST_GROUP_MS,
        onLine: (line) => {
          if (line.startsWith("member ")) begun.add(Number(line.slice("member ".length)) - 1);
        },
      },
    );
    const parsed = parseAnswer(answerSchema, answer, script.name, client.where);
    const look = lookOf(parsed);
    return new Map(
      members.map((member, index) => [
        member,
        cameOf(member, parsed.members[index], look, scripts[member.work], client.where),
      ]),
    );
  } catch (failed) {
    // Whatever went wrong, they may have been begun.
    return new Map(members.map((member, index) => [member, { failed, begun: begun.has(index) }]));
  } finally {
    forgetLooks(node.client);
  }
}

function cameOf(
  { work, parameters }: Member,
  answer: MemberAnswer | undefined,
  look: Look,
  script: NodeScript,
  where: string,
): Came {
  if (answer?.code === 0) return work === "ensure" ? { look } : { heldBy: heldByIn(answer.out) };
  const clean = parameterRedactor(parameters, script.secrets ?? []);
  const said = clean(answer?.said ?? "").split("\n");
  const failed = new NodeError("ScriptFailed", {
    what: `the script ${script.name} failed with exit code ${answer?.code ?? "unknown"}: ${said.join("; ") || "it said nothing"}`,
    where,
    exitCode: answer?.code,
    said,
  });
  return { failed, begun: answer?.begun ?? false };
}

/** What the guard answers before it leaves alone what is somebody else's. */
function heldByIn(out: string): string {
  const last = out.trimEnd().split("\n").at(-1) ?? "";
  return last.startsWith("{") ? heldBySchema.parse(JSON.parse(last)).heldBy : "";
}

/** Absent members of an object are no variables in the shell of a member. */
function withoutGaps(parameters: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value ?? null]));
}

function namesOf(members: readonly Member[]): string {
  const names = members.slice(0, NAMES_TOLD).map(({ context }) => context.resource);
  const more = members.length - names.length;
  return more === 0 ? names.join(", ") : `${names.join(", ")} and ${more} more`;
}
