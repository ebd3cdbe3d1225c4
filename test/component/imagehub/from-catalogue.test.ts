import * as pulumi from "@pulumi/pulumi";
import { declareImageHub, type CatalogueSettings, type DeclaredImageHub } from "../../../components/index.js";
import { planCatalogue } from "../../../model/imagehub/catalogue.js";
import type { DeclaredCatalogue } from "../../../model/imagehub/catalogue-types.js";
import { ownerHash } from "../../../model/shared/ownership.js";
import { declared, type Declared, DIGEST } from "./declared.js";

const IMAGE = "kubernetes:imagehub.sealos.io/v1:Image";
const REPOSITORY = "kubernetes:imagehub.sealos.io/v1:Repository";
const ORGANIZATION = "kubernetes:imagehub.sealos.io/v1:Organization";
const CRD = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
const REF = "pulumi-nodejs:dynamic/imagehub:OciImageRef";
const SYNC = "pulumi-nodejs:dynamic/imagehub:HubSync";
const PACK = "pulumi-nodejs:dynamic/imagehub:DataPack";
const GUARD = "pulumi-nodejs:dynamic/kubernetes:ObjectGuard";

const MYSQL = "labring/mysql:v8.0.25";

const CATALOGUE: DeclaredCatalogue = {
  organizations: [{ name: "labring", creator: "ada", managers: ["grace", "ada"] }],
  images: [
    { name: MYSQL, type: "cluster-image", detail: { description: "MySQL", keywords: ["Database"] } },
    { name: "labring/mysql:v8.0.31" },
    { name: "lingdie/helm:v3.8.2" },
  ],
  dataPacks: { page: { type: "grid", names: [MYSQL] } },
};

function settings(more: Partial<CatalogueSettings> = {}, catalogue = CATALOGUE): CatalogueSettings {
  return {
    cluster: "lab",
    mode: "direct",
    registry: "lab",
    resolve: "always",
    userNamespace: "user-system",
    retainCrds: true,
    ...more,
    catalogue: planCatalogue(catalogue, { path: "imagehub" }),
  };
}

async function resources(more: Partial<CatalogueSettings> = {}, catalogue = CATALOGUE): Promise<Declared[]> {
  return declared(() => declareImageHub(settings(more, catalogue)));
}

function one(found: readonly Declared[], type: string, name: string): Declared {
  const [resource, ...others] = found.filter(
    (candidate) => candidate.type === type && candidate.name === name,
  );
  if (resource === undefined || others.length > 0) throw new Error(`${type} ${name}: ${others.length + 1}`);
  return resource;
}

function metadata(resource: Declared) {
  return resource.inputs["metadata"] as {
    name: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
  };
}

describe("a catalogue on a cluster without controller", () => {
  let found: Declared[];
  beforeAll(async () => {
    found = await resources();
  });

  test("is the components, each with its resources, and nothing else", () => {
    expect(found.map(({ type, name, parent }) => `${type}::${name} < ${parent}`).sort()).toMatchSnapshot();
  });

  test("every object bears the stack's mark, and no namespace where there is none", () => {
    const objects = found.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects.length).toBeGreaterThan(10);
    for (const object of objects) {
      const mark = `abc123/shop/dev/${object.name}`;
      expect(metadata(object).annotations).toMatchObject({ "groundplan.dev/owner": mark });
      expect(metadata(object).labels).toMatchObject({ "groundplan.dev/owner-hash": ownerHash(mark) });
      expect(metadata(object)).not.toHaveProperty("namespace");
      expect(object.inputs).not.toHaveProperty("status");
    }
  });

  test("names and labels of images and repositories", () => {
    expect(metadata(one(found, IMAGE, MYSQL))).toMatchObject({
      name: "labring.mysql.v8.0.25",
      labels: {
        "organization.imagehub.sealos.io": "labring",
        "repository.imagehub.sealos.io": "mysql",
        "tag.imagehub.sealos.io": "v8.0.25",
      },
    });
    const repository = one(found, REPOSITORY, "labring/mysql");
    expect(metadata(repository).name).toBe("labring.mysql");
    expect(repository.inputs["spec"]).toEqual({ name: "labring/mysql", isPrivate: false });
  });

  test("what is declared wins, what is left out comes from the registry", () => {
    expect(one(found, IMAGE, MYSQL).inputs["spec"]).toEqual({
      name: MYSQL,
      type: "cluster-image",
      detail: {
        description: "MySQL",
        keywords: ["Database"],
        ID: "c0ffee",
        arch: "amd64",
        size: 42,
        creatTime: "2023-03-01T00:00:00Z",
      },
    });
    expect(metadata(one(found, IMAGE, MYSQL)).annotations).toMatchObject({
      "imagehub.groundplan.dev/digest": DIGEST,
    });
    expect(one(found, IMAGE, "lingdie/helm:v3.8.2").inputs["spec"]).toMatchObject({
      detail: { description: "from the registry" },
    });
  });

  test("CRDs come before organizations, then repositories, images, aggregation, data packs", () => {
    const crds = found.filter(({ type }) => type === CRD).map(({ type, name }) => `${type}::${name}`);
    expect(crds).toHaveLength(4);
    expect(one(found, CRD, "images.imagehub.sealos.io").after).toEqual([`${GUARD}::imagehub-guard`]);
    expect(one(found, ORGANIZATION, "labring").after).toEqual(expect.arrayContaining(crds));
    expect(one(found, REPOSITORY, "labring/mysql").after).toContain(`${ORGANIZATION}::labring`);
    expect(one(found, IMAGE, MYSQL).after).toContain(`${REPOSITORY}::labring/mysql`);
    expect(one(found, SYNC, "imagehub-sync").after).toEqual(
      expect.arrayContaining([
        `${ORGANIZATION}::labring`,
        `${REPOSITORY}::labring/mysql`,
        `${REPOSITORY}::lingdie/helm`,
        `${IMAGE}::${MYSQL}`,
        `${IMAGE}::labring/mysql:v8.0.31`,
        `${IMAGE}::lingdie/helm:v3.8.2`,
      ]),
    );
    expect(one(found, PACK, "page").after).toContain(`${IMAGE}::${MYSQL}`);
    expect(one(found, PACK, "page").options.deleteBeforeReplace).toBe(false);
    expect(one(found, PACK, "page").after).not.toContain(`${IMAGE}::lingdie/helm:v3.8.2`);
  });

  test("one guard looks for everything before anything is written", () => {
    const guards = found.filter(({ type }) => type === GUARD);
    expect(guards.map(({ name }) => name)).toEqual(["imagehub-guard"]);
    const objects = guards[0]?.inputs["objects"] as { kind: string; name: string }[];
    const declaredObjects = found.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(
      declaredObjects.map((object) => `${object.type.split(":").at(-1)} ${metadata(object).name}`).sort(),
    );
    const access = guards[0]?.inputs["access"] as { resource: string; verbs: string[] }[];
    expect(access.find(({ resource }) => resource === "repositories/status")?.verbs).toEqual(["patch"]);
  });

  test("managers become subjects once each, in the user namespace", () => {
    const binding = one(
      found,
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
      "labring-managers",
    );
    expect(binding.inputs["subjects"]).toEqual([
      { kind: "ServiceAccount", name: "grace", namespace: "user-system" },
      { kind: "ServiceAccount", name: "ada", namespace: "user-system" },
    ]);
  });

  test("one aggregation sees what of the images shows in their repositories", () => {
    expect(found.filter(({ type }) => type === SYNC)).toHaveLength(1);
    expect(one(found, SYNC, "imagehub-sync").inputs).toMatchObject({
      organizations: { labring: "ada", lingdie: "" },
      repositories: {
        "labring/mysql": '["labring.mysql.v8.0.25","labring.mysql.v8.0.31"]',
        "lingdie/helm": '["lingdie.helm.v3.8.2"]',
      },
      images: {
        "labring.mysql.v8.0.25": '{"creatTime":"2023-03-01T00:00:00Z","keywords":["Database"],"size":42}',
        "labring.mysql.v8.0.31": '{"creatTime":"2023-03-01T00:00:00Z","size":42}',
      },
    });
  });

  test("CRDs stay when the stack goes, unless told otherwise, and count when served", async () => {
    const kept = found.filter(({ type }) => type === CRD);
    expect(kept.map(({ options }) => options.retainOnDelete)).toEqual([true, true, true, true]);
    expect(kept.map((crd) => metadata(crd).annotations["pulumi.com/waitFor"])).toEqual(
      Array.from({ length: 4 }, () => "condition=Established"),
    );
    const removed = (await resources({ retainCrds: false })).filter(({ type }) => type === CRD);
    expect(removed.map(({ options }) => options.retainOnDelete)).not.toContain(true);
  });

  test("every object is deleted by its own resource", () => {
    expect(found.filter(({ options }) => options.deletedWith !== "")).toEqual([]);
    for (const object of found.filter(({ type }) => type === IMAGE)) {
      expect(metadata(object).annotations["pulumi.com/deletionPropagationPolicy"]).toBe("background");
    }
  });

  test("the provider has the kubeconfig's path, and no credential", () => {
    expect(one(found, "pulumi:providers:kubernetes", "lab").inputs).toMatchObject({
      kubeconfig: ".lab/cluster/kubeconfig",
      clusterIdentifier: "lab",
      enableSecretMutable: "true",
    });
  });
});

describe("a catalogue whose objects are protected", () => {
  const POLICY = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy";
  const NAME = "groundplan-imagehub-managers";

  test("has the policy in force, behind the guard, with the rights that takes", async () => {
    const found = await resources({ protectObjects: true });
    const guard = found.find(({ type }) => type === GUARD);
    expect(one(found, POLICY, NAME).after).toContain(`${GUARD}::imagehub-guard`);
    const binding = one(found, `${POLICY}Binding`, NAME);
    expect(binding.after).toContain(`${POLICY}::${NAME}`);
    expect(binding.inputs["spec"]).toEqual({ policyName: NAME, validationActions: ["Deny"] });
    expect(guard?.inputs["objects"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "ValidatingAdmissionPolicy", name: NAME }),
        expect.objectContaining({ kind: "ValidatingAdmissionPolicyBinding", name: NAME }),
      ]),
    );
    const access = guard?.inputs["access"] as { resource: string }[];
    expect(access.map(({ resource }) => resource)).toContain("validatingadmissionpolicies");
  });

  test("is no default, and nothing where webhooks decide", async () => {
    for (const found of [await resources(), await resources({ mode: "controller", protectObjects: true })])
      expect(found.filter(({ type }) => type.startsWith(POLICY))).toEqual([]);
  });
});

describe("what references and people get", () => {
  test("digests and names by the ids of the stack file", async () => {
    let hub: DeclaredImageHub | undefined;
    await declared(() => {
      hub = declareImageHub(settings());
    });
    const read = (value: unknown) =>
      new Promise((resolve) =>
        pulumi.all([value]).apply(([known]) => {
          resolve(known);
        }),
      );
    expect(await read(hub?.outputs)).toEqual({
      labring: { objectName: "labring" },
      lingdie: { objectName: "lingdie" },
      "labring/mysql": { objectName: "labring.mysql" },
      "lingdie/helm": { objectName: "lingdie.helm" },
      [MYSQL]: expect.objectContaining({
        objectName: "labring.mysql.v8.0.25",
        digest: DIGEST,
        size: 42,
      }) as unknown,
      "labring/mysql:v8.0.31": expect.objectContaining({ digest: DIGEST }) as unknown,
      "lingdie/helm:v3.8.2": expect.objectContaining({ ID: "c0ffee", arch: "amd64" }) as unknown,
      page: { objectName: expect.stringMatching(/^dp-/) as unknown, codes: 1 },
    });
    expect(await read(hub?.summary)).toMatchObject({
      organizations: { labring: ["labring/mysql"], lingdie: ["lingdie/helm"] },
      images: { [MYSQL]: `registry.test/x@${DIGEST}` },
      dataPacks: { page: { codes: 1 } },
    });
  });

  test("a text that stands for an output becomes that output", async () => {
    const found = await declared(() =>
      declareImageHub(settings(), {
        text: (text) => (text === "MySQL" ? pulumi.output("from elsewhere") : text),
      }),
    );
    expect(one(found, IMAGE, MYSQL).inputs["spec"]).toMatchObject({
      detail: { description: "from elsewhere" },
    });
  });
});

describe("readmes", () => {
  const catalogue = {
    images: [
      { name: MYSQL, detail: { docs: "# Mine" } },
      { name: "labring/mysql:v8.0.31" },
      { name: "lingdie/helm:v3.8.2", fetchReadme: false },
    ],
  };

  test("are fetched where the hub or the image wants them and no docs are declared", async () => {
    const found = await resources({ fetchReadme: true }, catalogue);
    const wanted = found
      .filter(({ type }) => type === REF)
      .map(({ name, inputs }) => [name, inputs["fetchReadme"] ?? false]);
    expect(Object.fromEntries(wanted)).toEqual({
      [`${MYSQL}-reference`]: false,
      "labring/mysql:v8.0.31-reference": true,
      "lingdie/helm:v3.8.2-reference": false,
    });
  });
});

describe("a catalogue that is not looked up", () => {
  test("asks no registry and leaves facts out", async () => {
    const found = await resources({ resolve: "off" });
    expect(found.filter(({ type }) => type === REF)).toEqual([]);
    expect(one(found, IMAGE, "lingdie/helm:v3.8.2").inputs["spec"]).toEqual({
      name: "lingdie/helm:v3.8.2",
      detail: {},
    });
  });
});

describe("a catalogue on a cluster with the controller", () => {
  let found: Declared[];
  beforeAll(async () => {
    found = await resources({
      mode: "controller",
      controller: {
        image: "registry.test/controller@sha256:1",
        webhook: { ca: "CA", certificate: "CERT", key: "KEY" },
      },
    });
  });

  test("nothing of groundplan writes a repository's status", () => {
    expect(found.filter(({ type }) => type === SYNC)).toEqual([]);
    expect(one(found, PACK, "page").inputs["mode"]).toBe("controller");
  });

  test("the organization's deletion takes repositories and images along; the controller outlives them", () => {
    expect(one(found, IMAGE, MYSQL).options.deletedWith).toContain(`${ORGANIZATION}::labring`);
    expect(one(found, REPOSITORY, "labring/mysql").options.deletedWith).toContain(`${ORGANIZATION}::labring`);
    const controller = "kubernetes:apps/v1:Deployment::imagehub-controller";
    expect(one(found, ORGANIZATION, "labring").after).toContain(controller);
  });

  test("an image's deletion is followed up", () => {
    const retirement = "pulumi-nodejs:dynamic/imagehub:ImageRetirement";
    expect(one(found, retirement, `${MYSQL}-retirement`).inputs).toMatchObject({
      image: "labring.mysql.v8.0.25",
      repository: "labring.mysql",
    });
    expect(one(found, IMAGE, MYSQL).after).toContain(`${retirement}::${MYSQL}-retirement`);
  });

  test("clearing what the webhook copies back replaces the object; without controller it is an update", async () => {
    const annotation = "imagehub.groundplan.dev/set-fields";
    const image = one(found, IMAGE, MYSQL);
    expect(image.options).toMatchObject({
      replaceOnChanges: [`metadata.annotations["${annotation}"]`],
      deleteBeforeReplace: true,
    });
    const cleared = await resources(
      { mode: "controller" },
      { images: [{ name: MYSQL, detail: { keywords: ["Database"], description: "" } }] },
    );
    expect(metadata(image).annotations[annotation]).toBe("description,keywords,registry");
    expect(metadata(one(cleared, IMAGE, MYSQL)).annotations[annotation]).toBe("keywords,registry");
    const direct = one(await resources(), IMAGE, MYSQL);
    expect(direct.options.replaceOnChanges).toEqual([]);
    expect(metadata(direct).annotations).not.toHaveProperty([annotation]);
  });

  test("the certificate's key is a secret", () => {
    const secret = one(found, "kubernetes:core/v1:Secret", "imagehub-webhook-certificate");
    expect(pulumi.runtime.isRpcSecret(secret.inputs["stringData"])).toBe(true);
  });

  test("the webhooks are the original's", () => {
    const [mutating, validating] = ["mutating", "validating"].map((sort) =>
      found.find(({ name }) => name === `imagehub-${sort}-webhook-configuration`),
    );
    const hooks = (resource: Declared | undefined) =>
      (
        resource?.inputs["webhooks"] as {
          name: string;
          clientConfig: { service: { path: string }; caBundle: string };
        }[]
      ).map(({ name, clientConfig }) => [name, clientConfig.service.path, clientConfig.caBundle]);
    expect(hooks(mutating)).toEqual([
      ["mimage.kb.io", "/mutate-imagehub-sealos-io-v1-image", "Q0E="],
      ["mrepository.kb.io", "/mutate-imagehub-sealos-io-v1-repository", "Q0E="],
      ["morganization.kb.io", "/mutate-imagehub-sealos-io-v1-organization", "Q0E="],
    ]);
    expect(hooks(validating).map(([name]) => name)).toEqual([
      "vimage.kb.io",
      "vrepository.kb.io",
      "vorganization.kb.io",
    ]);
  });
});
