import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import { objectsIn } from "../support/vimana-bench-objects.js";
import { compareSides } from "../support/vimana-bench-run.js";
import { BenchScene } from "../support/vimana-bench-scene.js";

const DOMAINS = 5;

describe(`a Vimana with ${DOMAINS} domains on pretended nodes`, () => {
  const scene = new BenchScene();

  beforeAll(() => scene.start());
  afterAll(() => scene.dispose());

  test("is the same objects that plain resources make, and takes as many commands", async () => {
    const kubernetes = await connectKubernetes({ kubeconfig: { path: scene.lab.kubeconfig } });
    await compareSides(scene, { domains: DOMAINS, rounds: 1, previews: 1 }, async (ours, peer) => {
      const objects = await objectsIn(kubernetes, ours.name);
      expect(objects.length).toBeGreaterThan(DOMAINS * 5 * 6);
      expect(await objectsIn(kubernetes, peer.name)).toEqual(objects);
    });
    await kubernetes.close();
  });
});
