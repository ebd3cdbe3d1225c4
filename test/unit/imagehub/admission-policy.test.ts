import { ADMISSION_POLICY, admissionPolicy } from "../../../model/imagehub/admission-policy.js";
import { organizationAccess } from "../../../model/imagehub/objects.js";

describe("the policy that lets only managers write (acceptance 18)", () => {
  const [policy, binding] = admissionPolicy();
  const expressions = policy.spec.validations.map(({ expression }) => expression).join("\n");

  it("sees every write of repositories and images, and denies when it cannot decide", () => {
    expect(policy.spec.failurePolicy).toBe("Fail");
    expect(policy.spec.matchConstraints.resourceRules).toEqual([
      {
        apiGroups: ["imagehub.sealos.io"],
        apiVersions: ["v1"],
        operations: ["CREATE", "UPDATE", "DELETE"],
        resources: ["images", "repositories"],
      },
    ]);
    expect(binding.spec).toEqual({ policyName: ADMISSION_POLICY, validationActions: ["Deny"] });
  });

  it("asks for a right that managers have on their organization, and users in general do not", () => {
    const [, verb = ""] = /\.check\("(\w+)"\)/.exec(expressions) ?? [];
    const { role } = organizationAccess({ name: "labring", managers: ["ada"] });
    expect(role["rules"]).toEqual([
      expect.objectContaining({
        resources: ["organizations"],
        resourceNames: ["labring"],
        verbs: expect.arrayContaining([verb]) as unknown,
      }),
    ]);
    // What the API's original role gives to every user.
    expect(["get", "watch", "list", "create"]).not.toContain(verb);
  });

  it("lets administrators, the cluster's controllers and the imagehub controller write everything", () => {
    for (const group of [
      "system:masters",
      "system:serviceaccounts:kube-system",
      "system:serviceaccounts:imagehub-system",
    ])
      expect(expressions).toContain(`"${group}"`);
  });
});
