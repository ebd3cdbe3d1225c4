import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import { kubernetesContract } from "../../support/kubernetes-contract.js";
import { testKubeconfig } from "./kubeconfig.js";

// The first test may have to start the lab.
jest.setTimeout(120_000);

describe("a real API server", () => {
  kubernetesContract(async () => connectKubernetes({ kubeconfig: { path: await testKubeconfig() } }));
});
