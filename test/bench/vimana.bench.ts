import { compareSides } from "../support/vimana-bench-run.js";
import { BenchScene, STATE_AT_THE_END } from "../support/vimana-bench-scene.js";
import { publish, ratio } from "./report.js";

const SIZES = [
  {
    domains: 10,
    variables: {},
    state: "The engine writes the state twice for every resource, as it does by default.",
  },
  {
    domains: 100,
    limit: 1.15,
    variables: STATE_AT_THE_END,
    state:
      "The engine writes the state once, at the end (`PULUMI_SKIP_CHECKPOINTS`): else most of the time on both sides would be its writing of an ever longer file.",
  },
];
const PREVIEWS = 3;
/** Milliseconds for all commands on a busy machine. */
const LONGEST = 3 * 60 * 60_000;

describe.each(SIZES)("a Vimana with $domains domains", ({ domains, limit, variables, state }) => {
  const scene = new BenchScene(variables);

  beforeAll(() => scene.start());
  afterAll(() => scene.dispose());

  test(
    "preview and up, against plain resources",
    async () => {
      const extent = { domains, rounds: 1, previews: PREVIEWS, ...(limit === undefined ? {} : { limit }) };
      const comparisons = await compareSides(scene, extent, () => Promise.resolve());
      publish(
        `A Vimana of ${domains} domains`,
        `One Vimana with ${domains} domains, five servers in each and two versions of each server, against the same objects as one resource each of \`@pulumi/kubernetes\`, nested in as many components and in the same order; whole commands, one after the other on both sides; the preview without a change is the median of ${PREVIEWS} alternating runs. Pods are kwok's, and a pretended controller accepts the Gateway, its ListenerSets and the routes, on both sides as soon as they are there. Ours also looks whether somebody else has the objects, issues the certificates, and keeps the ledgers. All certificates are one resource of ours; a ledger and the route of a server are one each, as with the peer. ${state}`,
        comparisons,
      );
      const tooSlow = comparisons.filter((one) => ratio(one) > (one.limit ?? Infinity));
      expect(tooSlow.map(({ what }) => what)).toEqual([]);
    },
    LONGEST,
  );
});
