import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import { ratio } from "../bench/report.js";
import { objectsIn } from "../support/vimana-bench-objects.js";
import { compareSides } from "../support/vimana-bench-run.js";
import { BenchScene, STATE_AT_THE_END } from "../support/vimana-bench-scene.js";

const DOMAINS = 100;
/** Milliseconds for one hierarchy on both sides on a busy machine. */
const LONGEST = 3 * 60 * 60_000;

describe(`a Vimana with ${DOMAINS} domains on pretended nodes`, () => {
  const scene = new BenchScene(STATE_AT_THE_END);

  beforeAll(() => scene.start());
  afterAll(() => scene.dispose());

  test(
    "is the same objects that plain resources make, in about the same time",
    async () => {
      const kubernetes = await connectKubernetes({ kubeconfig: { path: scene.lab.kubeconfig } });
      const extent = { domains: DOMAINS, rounds: 1, previews: 1, limit: 1.15 };
      const comparisons = await compareSides(scene, extent, async (ours, peer) => {
        const objects = await objectsIn(kubernetes, ours.name);
        expect(objects.length).toBeGreaterThan(DOMAINS * 5 * 6);
        expect(await objectsIn(kubernetes, peer.name)).toEqual(objects);
      });
      await kubernetes.close();
      const tooSlow = comparisons.filter((one) => ratio(one) > (one.limit ?? Infinity));
      expect(tooSlow).toEqual([]);
    },
    LONGEST,
  );
});
