import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import { kubernetesContract } from "../../support/kubernetes-contract.js";

describe("the fake cluster", () => {
  kubernetesContract(() => Promise.resolve(new FakeKubernetes()));
});
