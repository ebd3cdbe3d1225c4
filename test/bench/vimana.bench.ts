import { compareSides } from "../support/vimana-bench-run.js";
import { BenchScene } from "../support/vimana-bench-scene.js";
import { publish, ratio } from "./report.js";

// The engine writes the whole state for every step, so an `up` of so many resources is long; previews are not.
const EXTENT = { domains: 100, rounds: 1, previews: 5 };
/** Milliseconds for all commands on a busy machine. */
const LONGEST = 8 * 60 * 60_000;

describe(`a Vimana with ${EXTENT.domains} domains`, () => {
  const scene = new BenchScene();

  beforeAll(() => scene.start());
  afterAll(() => scene.dispose());

  test(
    "preview and up, against plain resources",
    async () => {
      const comparisons = await compareSides(scene, EXTENT, () => Promise.resolve());
      publish(
        `A Vimana of ${EXTENT.domains} domains`,
        `One Vimana with ${EXTENT.domains} domains, five servers in each and two versions of each server, against the same objects as one resource each of \`@pulumi/kubernetes\`, nested in as many components and in the same order; whole commands, one after the other on both sides; the preview without a change is the median of ${EXTENT.previews} alternating runs. Pods are kwok's, and a pretended controller accepts the Gateway, its ListenerSets and the routes, on both sides as soon as they are there. Ours also looks whether somebody else has the objects, issues the certificates, and keeps the ledgers. All certificates are one resource of ours; a ledger and the route of a server are one each, as with the peer.`,
        comparisons,
      );
      const tooSlow = comparisons.filter((one) => ratio(one) > (one.limit ?? Infinity));
      expect(tooSlow.map(({ what }) => what)).toEqual([]);
    },
    LONGEST,
  );
});
