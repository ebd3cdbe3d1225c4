import { admit, registryAccess, type AdmissionRequest } from "../../../model/imagehub/access.js";

describe("access to a registry (acceptance 22)", () => {
  const managers = ["lingdie"];
  it.each([
    ["lingdie", false, managers, ["pull", "push"]],
    ["lingdie", true, managers, ["pull", "push"]],
    ["lingdie", undefined, managers, ["pull", "push"]],
    ["lingdie", undefined, undefined, []],
    ["other", false, managers, ["pull"]],
    ["other", true, managers, []],
    ["other", undefined, managers, []],
    ["other", undefined, undefined, []],
    ["", false, managers, ["pull"]],
    ["", true, managers, []],
    ["", undefined, managers, []],
    ["", false, [""], ["pull"]],
  ])("%j, private %s, managers %j: %j", (account, isPrivate, known, granted) => {
    expect(registryAccess({ account, repository: "lingdie/x", managers: known, isPrivate })).toEqual(granted);
  });

  it("grants nothing for an illegal name", () => {
    expect(registryAccess({ account: "lingdie", repository: "x", managers, isPrivate: false })).toEqual([]);
  });
});

describe("admission (acceptance 18)", () => {
  const organizations: Record<string, string[]> = { lingdie: ["lingdie"], labring: ["labring"] };
  const user = (namespace: string, name: string): Pick<AdmissionRequest, "user" | "groups"> => ({
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
  });
  const callers: [string, Pick<AdmissionRequest, "user" | "groups">, boolean, boolean][] = [
    [
      "cluster admin",
      { user: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] },
      true,
      true,
    ],
    ["user-system/lingdie", user("user-system", "lingdie"), true, false],
    ["user-system/labring", user("user-system", "labring"), false, true],
    ["imagehub-system/controller", user("imagehub-system", "controller"), true, true],
    ["kube-system/generic-garbage-collector", user("kube-system", "generic-garbage-collector"), true, true],
    ["other-ns/lingdie", user("other-ns", "lingdie"), false, false],
    ["somebody without groups", { user: "x", groups: [] }, false, false],
  ];
  const managersOf = (name: string): string[] | undefined => organizations[name];

  describe.each(callers)("%s", (_name, caller, onLingdie, onLabring) => {
    it.each(["CREATE", "UPDATE", "DELETE"] as const)("%s", (operation) => {
      const decide = (name: string): boolean =>
        admit({
          ...caller,
          operation,
          name,
          managersOf,
          ...(operation === "UPDATE" ? { oldName: name } : {}),
        }).allowed;
      expect(decide("lingdie/x:1")).toBe(onLingdie);
      expect(decide("labring/x:1")).toBe(onLabring);
      expect(decide("lingdie/x")).toBe(onLingdie);
    });

    it("never renames", () => {
      const renamed = {
        operation: "UPDATE" as const,
        name: "lingdie/x:2",
        oldName: "lingdie/x:1",
        managersOf,
      };
      expect(admit({ ...caller, ...renamed })).toEqual({
        allowed: false,
        reason: 'spec.name cannot be changed from "lingdie/x:1" to "lingdie/x:2"',
      });
    });

    it("never writes an illegal name", () => {
      expect(admit({ ...caller, operation: "CREATE", name: "/mysql:v1", managersOf }).allowed).toBe(false);
    });
  });

  it("denies a user whose organization does not exist", () => {
    const decision = admit({
      ...user("user-system", "ghost"),
      operation: "CREATE",
      name: "ghost/x:1",
      managersOf,
    });
    expect(decision).toEqual({
      allowed: false,
      reason: '"system:serviceaccount:user-system:ghost" is no manager of the organization "ghost"',
    });
  });

  it("follows other namespaces", () => {
    const names = { userNamespace: "people", controllerNamespace: "hub" };
    const request = { operation: "CREATE" as const, name: "lingdie/x:1", managersOf, ...names };
    expect(admit({ ...request, ...user("people", "lingdie") }).allowed).toBe(true);
    expect(admit({ ...request, ...user("user-system", "lingdie") }).allowed).toBe(false);
    expect(admit({ ...request, ...user("hub", "controller") }).allowed).toBe(true);
    expect(admit({ ...request, ...user("imagehub-system", "controller") }).allowed).toBe(false);
  });
});
