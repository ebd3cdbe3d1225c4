import { planCatalogue } from "../../../model/imagehub/catalogue.js";
import {
  dataPackObject,
  imageObject,
  organizationAccess,
  organizationObject,
  repositoryObject,
} from "../../../model/imagehub/objects.js";

const plan = planCatalogue({
  organizations: [{ name: "labring", creator: "ada", managers: ["grace"] }],
  images: [{ name: "labring/cert-manager:v1.8.0", type: "cluster-image", detail: { keywords: ["Network"] } }],
  dataPacks: { all: { type: "detail", names: ["labring/cert-manager:v1.8.0"] } },
});

describe("objects of the catalogue (acceptance 1, 2)", () => {
  it("writes the Image with computed name and labels, and never a namespace or status", () => {
    const object = imageObject(plan.images[0]!);
    expect(object).toEqual({
      apiVersion: "imagehub.sealos.io/v1",
      kind: "Image",
      metadata: {
        name: "labring.cert-manager.v1.8.0",
        labels: {
          "organization.imagehub.sealos.io": "labring",
          "repository.imagehub.sealos.io": "cert-manager",
          "tag.imagehub.sealos.io": "v1.8.0",
        },
        annotations: {},
      },
      spec: { name: "labring/cert-manager:v1.8.0", type: "cluster-image", detail: { keywords: ["Network"] } },
    });
  });

  it("writes the Repository, the Organization and the DataPack", () => {
    expect(repositoryObject(plan.repositories[0]!)).toMatchObject({
      metadata: { name: "labring.cert-manager" },
      spec: { name: "labring/cert-manager", isPrivate: false },
    });
    expect(organizationObject(plan.organizations[0]!).spec).toEqual({
      name: "labring",
      creator: "ada",
      manager: ["grace", "ada"],
    });
    expect(dataPackObject(plan.dataPacks[0]!)).toMatchObject({
      metadata: { name: plan.dataPacks[0]!.objectName },
      spec: { type: "detail", names: ["labring/cert-manager:v1.8.0"], expireTime: "2h" },
    });
  });
});

describe("access of managers (acceptance 21)", () => {
  it("has one subject per manager, in the users' namespace", () => {
    const { binding } = organizationAccess({ name: "labring", managers: ["ada", "grace", "ada"] });
    expect(binding["subjects"]).toEqual([
      { kind: "ServiceAccount", name: "ada", namespace: "user-system" },
      { kind: "ServiceAccount", name: "grace", namespace: "user-system" },
    ]);
  });

  it("follows a change of managers and of the namespace", () => {
    const { binding } = organizationAccess(
      { name: "labring", managers: ["linus"] },
      { userNamespace: "people" },
    );
    expect(binding["subjects"]).toEqual([{ kind: "ServiceAccount", name: "linus", namespace: "people" }]);
  });

  it("covers this organization and nothing else", () => {
    const { role, binding } = organizationAccess({ name: "labring", managers: [] });
    expect(role["rules"]).toEqual([
      {
        apiGroups: ["imagehub.sealos.io"],
        resources: ["organizations"],
        resourceNames: ["labring"],
        verbs: ["get", "list", "watch", "update", "patch"],
      },
    ]);
    expect(role.metadata.name).not.toMatch(/^OrgManager/);
    expect(binding["roleRef"]).toMatchObject({ kind: "ClusterRole", name: role.metadata.name });
  });
});
