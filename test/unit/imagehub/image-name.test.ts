import fc from "fast-check";
import {
  imageLabels,
  organizationNameFault,
  parseImageName,
  parseRepositoryName,
  repositoryLabels,
  type ImageName,
} from "../../../model/imagehub/image-name.js";
import { isDnsSubdomain, isLabelValue } from "../../../model/shared/names.js";

function image(name: string, tagEncoding: "plain" | "escape" = "plain"): ImageName {
  const parsed = parseImageName(name, { tagEncoding });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ reason }) => reason).join());
  return parsed.image;
}

function reasons(name: string): string[] {
  const parsed = parseImageName(name);
  return parsed.ok ? [] : parsed.problems.map(({ reason }) => reason);
}

describe("image names (acceptance 1, 2)", () => {
  it("gives an image its object name and labels, dashes kept", () => {
    const parsed = image("labring/cert-manager:v1.8.0");
    expect(parsed.objectName).toBe("labring.cert-manager.v1.8.0");
    expect(parsed.repositoryName).toBe("labring/cert-manager");
    expect(parsed.repositoryObjectName).toBe("labring.cert-manager");
    expect(imageLabels(parsed)).toEqual({
      "organization.imagehub.sealos.io": "labring",
      "repository.imagehub.sealos.io": "cert-manager",
      "tag.imagehub.sealos.io": "v1.8.0",
    });
    expect(repositoryLabels(parsed)).toEqual({
      "organization.imagehub.sealos.io": "labring",
      "repository.imagehub.sealos.io": "cert-manager",
    });
  });

  it("gives a repository the name that its images' repository has", () => {
    expect(parseRepositoryName("labring/cert-manager")).toEqual({
      ok: true,
      repository: {
        name: "labring/cert-manager",
        organization: "labring",
        repository: "cert-manager",
        objectName: "labring.cert-manager",
      },
    });
  });
});

describe("illegal image names (acceptance 16)", () => {
  const rows: [string, string[]][] = [
    [
      "Labring/MySQL:V1",
      [
        'organization "Labring" must be lower case',
        'repository "MySQL" must be lower case',
        'tag "V1" must be lower case; tagEncoding: escape',
      ],
    ],
    ["mysql:v8", ["has no organization"]],
    ["labring/mysql", ["has no tag"]],
    ["hub.sealos.cn/labring/mysql:v8", ['registry host ("hub.sealos.cn")']],
    ["localhost:5000/mysql:v1", ['registry host ("localhost:5000")']],
    ["labring/mysql@sha256:abc", ["must not contain a digest"]],
    ["/mysql:v1", ["the organization is missing before the slash"]],
    ["labring/:v1", ["the repository is missing after the slash"]],
    ["labring/mysql:", ["the tag is missing after the colon"]],
    ["labring/mysql:a:b", ["more than one colon"]],
    ["", ["must not be empty"]],
    ["a/b/c:d", ["more than one slash"]],
    ["a.b/c:d", ['organization "a.b" must not contain a dot']],
    ["labring/my_sql:v1", ["must not contain an underscore: registries"]],
    ["labring/my--sql:v1", ["separated by single dots or dashes"]],
    ["labring/mysql:v_1", ['tag "v_1" must not contain an underscore; tagEncoding']],
    ["labring/mysql:v1..2", ["on both sides of each dot"]],
    ["labring/mysql:v1-", ["at both ends"]],
    ["labring/mysql:-v1", ["beginning with neither dot nor dash"]],
    [`labring/mysql:${"1".repeat(64)}`, ["tag", "at most 63 characters and has 64"]],
    [`labring/${"m".repeat(64)}:1`, ["the repository", "at most 63 characters and has 64"]],
    [`${"o".repeat(64)}/m:1`, ["the organization", "at most 63 characters and has 64"]],
    ["labring/mysql:v1 ", ["white space"]],
    ["lab ring/mysql:v1", ["white space"]],
  ];

  it.each(rows)("%j", (name, expected) => {
    const found = reasons(name).join("\n");
    for (const part of expected) expect(found).toContain(part);
  });

  it("tells all faults of one name at once", () => {
    expect(reasons("Labring/MySQL:V1")).toHaveLength(3);
  });

  it("has a reason of its own for every row of the parser's truth table", () => {
    const table = rows.slice(0, 11).map(([name]) =>
      reasons(name)
        .map((reason) => reason.replace(/^".*?": /, ""))
        .join(),
    );
    expect(new Set(table).size).toBe(table.length);
  });

  it.each([
    ["labring/mysql:v1", "must not have a tag"],
    ["labring", "has no organization"],
    ["a/b/c", "more than one slash"],
    ["Labring/mysql", "must be lower case"],
  ])("repository %j: %s", (name, reason) => {
    const parsed = parseRepositoryName(name);
    expect(parsed.ok ? "" : parsed.problems[0]?.reason).toContain(reason);
  });

  it("says what is wrong with an organization", () => {
    expect(organizationNameFault("labring")).toBeUndefined();
    expect(organizationNameFault("a.b")).toContain("dot");
    expect(organizationNameFault("")).toContain("missing");
  });
});

describe("tag encoding", () => {
  it("leaves tags alone that need no escape", () => {
    expect(image("labring/mysql:v8.0.25", "escape")).toEqual(image("labring/mysql:v8.0.25"));
  });

  it("keeps the raw tag as label where it is a label value", () => {
    const parsed = image("labring/mysql:V8_Beta", "escape");
    expect(parsed.objectName).toMatch(/^labring\.mysql\.v8-beta-[0-9a-f]{8}$/);
    expect(imageLabels(parsed)["tag.imagehub.sealos.io"]).toBe("V8_Beta");
  });

  it("tells tags apart that differ only in what is escaped", () => {
    const names = ["V1", "v_1", "v-1_", "V_1", "v1_"].map(
      (tag) => image(`labring/mysql:${tag}`, "escape").objectName,
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("laws of names", () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
  const repository = fc.stringMatching(/^[a-z0-9]{1,12}([.-][a-z0-9]{1,12}){0,3}$/);
  const ociTag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);

  it("makes object names and labels that a cluster takes, from every OCI tag", () => {
    fc.assert(
      fc.property(label, repository, ociTag, (org, repo, tag) => {
        const parsed = image(`${org}/${repo}:${tag}`, "escape");
        expect(isDnsSubdomain(parsed.objectName)).toBe(true);
        expect(Object.values(imageLabels(parsed)).every(isLabelValue)).toBe(true);
      }),
    );
  });

  it("gives back the parts that a name was made of", () => {
    const plainTag = fc.stringMatching(/^[a-z0-9]{1,6}([.-][a-z0-9]{1,6}){0,4}$/);
    fc.assert(
      fc.property(label, repository, plainTag, (organization, repo, tag) => {
        const parsed = image(`${organization}/${repo}:${tag}`);
        expect(parsed).toMatchObject({ organization, repository: repo, tag });
        expect(`${parsed.repositoryName}:${parsed.tag}`).toBe(parsed.name);
        expect(parsed.objectName).toBe(parsed.name.replace(/[/:]/g, "."));
      }),
    );
  });

  it("answers every text with parts or reasons", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseImageName(text);
        expect(parsed.ok || parsed.problems.length > 0).toBe(true);
      }),
    );
  });
});
