import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import { kubernetesContract } from "../../support/kubernetes-contract.js";
import { testKubeconfig } from "./kubeconfig.js";

jest.setTimeout(60_000);

describe("a real API server", () => {
  kubernetesContract(async () => connectKubernetes({ kubeconfig: { path: await testKubeconfig() } }));
});
