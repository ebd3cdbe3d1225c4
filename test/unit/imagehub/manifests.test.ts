import { parseAllDocuments } from "yaml";
import { planCatalogue, type PlannedCatalogue } from "../../../model/imagehub/catalogue.js";

function plan(text: string): PlannedCatalogue {
  const manifests = parseAllDocuments(text).map((document, index): { where: string; document: unknown } => ({
    where: `all.yaml[${index}]`,
    document: document.toJS(),
  }));
  return planCatalogue({ manifests });
}

function lines({ problems }: PlannedCatalogue): string[] {
  return problems.map(({ severity = "error", path, reason }) => `${severity} ${path}: ${reason}`);
}

const SEED_IMAGE = `
apiVersion: imagehub.sealos.io/v1
kind: Image
metadata:
  name: labring.mysql.v8.0.25
  namespace: sealos-imagehub
spec:
  name: labring/mysql:v8.0.25
  detail:
    url: www.mysql.com
    keywords: [ mysql, database, operator ]
    description: MySQL is the world's most popular open source database.
    icon: MySQL icon
    docs: MySQL docs
    ID: MySQL ID
    arch: MySQL arch
`;

const SEED_DATA_PACK = `
apiVersion: imagehub.sealos.io/v1
kind: DataPack
metadata:
  name: datapack-detail-sample
  namespace: sealos-imagehub
spec:
  type: detail
  names:
    - labring/mysql:v8.0.25
    - labring/mysql:v8.0.31
`;

describe("manifests of the source document", () => {
  it("imports the Image as it stands, with warnings for what is loose in it", () => {
    const planned = plan(SEED_IMAGE);
    expect(planned.images).toMatchObject([
      {
        objectName: "labring.mysql.v8.0.25",
        detail: { url: "www.mysql.com", icon: "MySQL icon", ID: "MySQL ID", arch: "MySQL arch" },
      },
    ]);
    expect(planned.organizations).toMatchObject([{ name: "labring", derived: true }]);
    expect(lines(planned)).toEqual([
      "warning all.yaml[0].metadata.namespace: is ignored: Image is cluster-scoped",
      "warning all.yaml[0].spec.detail.url: must be an absolute http or https URL; it is kept as it is",
      expect.stringContaining("warning all.yaml[0].spec.detail.icon: must be an absolute"),
      expect.stringContaining("warning all.yaml[0].spec.detail.keywords[0]"),
      expect.stringContaining('did you mean "Database"?'),
      expect.stringContaining("warning all.yaml[0].spec.detail.keywords[2]"),
    ]);
  });

  it("imports the DataPack under its own name, with the API's defaults", () => {
    expect(plan(SEED_DATA_PACK).dataPacks).toMatchObject([
      {
        id: "datapack-detail-sample",
        objectName: "datapack-detail-sample",
        spec: {
          type: "detail",
          names: ["labring/mysql:v8.0.25", "labring/mysql:v8.0.31"],
          expireTime: "2h",
        },
      },
    ]);
  });

  it("does not let an illegal name into a DataPack, on which the controller would crash", () => {
    const planned = plan(SEED_DATA_PACK.replace("labring/mysql:v8.0.31", "/mysql:v1"));
    expect(lines(planned)).toContainEqual(
      'error all.yaml[0].spec.names[1]: "/mysql:v1": the organization is missing before the slash',
    );
  });
});

describe("manifests in general", () => {
  it("imports a file of ten images cleanly (acceptance 25)", () => {
    const rows = [
      ["openebs", "v1.9.0", "storage"],
      ["helm", "v3.8.2", "operator"],
      ["cert-manager", "v1.8.0", "Operator"],
      ["rook", "v1.9.8", "Storage"],
      ["mysql-operator", "8.0.23-14.1", "database"],
      ["clickhouse", "0.18.4", "Database"],
      ["redis-operator", "3.1.4", "database"],
      ["kube-prometheus-stack", "v0.56.0", "Monitoring"],
      ["metrics-server", "v0.6.1", "Monitoring"],
      ["redis-exporter", "latest", "Monitoring"],
    ];
    const text = rows
      .map(
        ([repo = "", tag = "", keyword = ""]) => `
apiVersion: imagehub.sealos.io/v1
kind: Image
metadata: {name: labring.${repo.replaceAll("-", ".")}.${tag.replaceAll("-", ".")}}
spec:
  name: labring/${repo}:${tag}
  detail: {keywords: [${keyword}], description: ${repo} on Kubernetes, authorIcon: gone}
`,
      )
      .join("---");
    const planned = plan(text);
    expect(planned.problems.filter(({ severity }) => severity !== "warning")).toEqual([]);
    expect(planned.images.map(({ objectName }) => objectName)).toEqual(
      rows.map(([repo, tag]) => `labring.${repo}.${tag}`),
    );
    expect(lines(planned)).toContainEqual(
      'warning all.yaml[2].metadata.name: "labring.cert.manager.v1.8.0" becomes "labring.cert-manager.v1.8.0", which follows from spec.name',
    );
    expect(lines(planned)).toContainEqual(
      "warning all.yaml[0].spec.detail.authorIcon: is no field of the API and is left out",
    );
    expect(planned.images[0]?.detail).not.toHaveProperty("authorIcon");
  });

  it("takes organizations and repositories with the API's spelling", () => {
    const planned = plan(`
apiVersion: imagehub.sealos.io/v1
kind: Organization
metadata: {name: labring, labels: {team: data}, annotations: {note: "Über uns"}}
spec: {creator: ada, manager: [grace, ada]}
---
apiVersion: imagehub.sealos.io/v1
kind: Repository
metadata: {name: labring.mysql}
spec: {name: labring/mysql, isPrivate: true}
status: {tags: []}
---
`);
    expect(planned.organizations).toMatchObject([
      {
        name: "labring",
        creator: "ada",
        managers: ["grace", "ada"],
        labels: { team: "data" },
        annotations: { note: "Über uns" },
      },
    ]);
    expect(planned.repositories).toMatchObject([{ name: "labring/mysql", isPrivate: true, derived: false }]);
    expect(lines(planned)).toEqual([
      "warning all.yaml[1].status: is written by the catalogue and is left out",
    ]);
  });

  it("lets the API's labels win over other values", () => {
    const planned = plan(`
apiVersion: imagehub.sealos.io/v1
kind: Image
metadata: {name: labring.mysql.v1, labels: {tag.imagehub.sealos.io: v2, team: data}}
spec: {name: "labring/mysql:v1"}
`);
    expect(planned.images[0]?.labels).toMatchObject({ "tag.imagehub.sealos.io": "v1", team: "data" });
    expect(lines(planned)).toEqual([
      'warning all.yaml[0].metadata.labels["tag.imagehub.sealos.io"]: "v2" becomes "v1", which follows from spec.name',
    ]);
  });

  it.each([
    [
      "another API",
      "apiVersion: v1\nkind: Secret",
      "holds v1 Secret; only Organization, Repository, Image, DataPack",
    ],
    ["an old version", "apiVersion: imagehub.sealos.io/v0\nkind: Image", "holds imagehub.sealos.io/v0 Image"],
    ["no object", "- 1", "holds something that is no object"],
    [
      "an Organization of two names",
      "apiVersion: imagehub.sealos.io/v1\nkind: Organization\nmetadata: {name: a}\nspec: {name: b}",
      'spec.name: must be the same as metadata.name, "a"',
    ],
    [
      "what the API server refuses",
      "apiVersion: imagehub.sealos.io/v1\nkind: Image\nmetadata: {name: a, labels: {x: a b}}\nspec: {name: 'a/b:1'}",
      "metadata.labels.x: must consist of",
    ],
    [
      "an Image without a name",
      "apiVersion: imagehub.sealos.io/v1\nkind: Image\nmetadata: {name: a}\nspec: {}",
      "spec.name: is missing",
    ],
  ])("refuses %s", (_what, text, reason) => {
    const found = lines(plan(text));
    expect(found).toEqual([expect.stringMatching(/^error all\.yaml\[0\]/)]);
    expect(found[0]).toContain(reason);
  });

  it("finds what the stack file declares too", () => {
    const document = {
      apiVersion: "imagehub.sealos.io/v1",
      kind: "Image",
      metadata: { name: "a.b.1" },
      spec: { name: "a/b:1" },
    };
    const planned = planCatalogue({
      images: [{ name: "a/b:1" }],
      manifests: [{ where: "all.yaml[0]", document }],
    });
    expect(lines(planned)).toEqual([
      'error all.yaml[0]: the image "a/b:1" is declared already at imagehub.images[0]',
    ]);
  });
});
