import { readStackFile } from "../../../config/stack-file.js";

describe("readStackFile", () => {
  it("hands out the project's own keys, structured", () => {
    const raw = readStackFile(`config:
  groundplan:installation: 12345678
  groundplan:clusters:
    lab: {kubeconfig: a}
  groundplan:registries: '{"lab":{"host":"h"}}'
  pulumi:disable-default-providers: [kubernetes]
`);
    expect(raw.problems).toEqual([]);
    expect(Object.fromEntries(raw.values)).toEqual({
      installation: "12345678",
      clusters: { lab: { kubeconfig: "a" } },
      registries: { lab: { host: "h" } },
    });
  });

  it("counts encrypted values as present and unknown", () => {
    const raw = readStackFile(`config:
  groundplan:registriesSecrets:
    lab: {password: {secure: "v1:abc:def"}}
  groundplan:clustersSecrets:
    secure: v1:ghi
`);
    expect(raw.values.get("registriesSecrets")).toEqual({ lab: { password: "(encrypted)" } });
    expect([...raw.encrypted]).toEqual(["registriesSecrets", "clustersSecrets"]);
    expect([...raw.sealed]).toEqual(["clustersSecrets"]);
  });

  it.each([
    ["config:\n  groundplan:a: 1\n  groundplan:a: 2\n", ['line 3: the key "groundplan:a" is there twice']],
    [
      "config:\n  groundplan:imagehub:\n    mode: direct\n    cluster: a\n    mode: direct\nconfig: {}\n",
      ['line 5: the key "mode" is there twice', 'line 6: the key "config" is there twice'],
    ],
    ["config:\n  groundplan:clusters: [a\n", [expect.stringContaining("line 3: ")]],
    ["config: *nowhere\n", [expect.stringContaining("nowhere")]],
    ["- config\n", ["a stack file is an object with the key config"]],
    ["config: 5\n", ["must be an object"]],
    ["confg: {}\n", ['unknown key "confg"; did you mean "config"?']],
    [
      "config:\n  groundpan:imagehub: {}\n",
      ['unknown namespace "groundpan"; did you mean "groundplan:imagehub"?'],
    ],
    ["config:\n  imagehub: {}\n", ["keys have the form <namespace>:<name>, here groundplan:imagehub"]],
    ["config:\n  groundplan:clusters: 'nope'\n", ["must be an object and is a text that is no JSON"]],
  ])("finds what is wrong with %j", (text, reasons) => {
    expect(readStackFile(text).problems.map(({ reason }) => reason)).toEqual(reasons);
  });

  it("finds a configuration that is too large for any program to start with", () => {
    const stackFile = (length: number) =>
      `config:\n  groundplan:installation: "1"\n  groundplan:imagehub: {text: ${"x".repeat(length)}}\n`;
    expect(readStackFile(stackFile(130_000)).problems).toEqual([]);
    expect(readStackFile(stackFile(140_000)).problems).toMatchObject([
      {
        path: "imagehub",
        reason: expect.stringContaining("Linux hands at most 128 KiB to a program") as unknown,
      },
    ]);
  });

  it("never shows the line that a parser stumbled over, which may hold a secret", () => {
    const raw = readStackFile("config:\n  groundplan:registriesSecrets: {lab: [canary-5c1}\n");
    expect(raw.problems).not.toEqual([]);
    expect(JSON.stringify(raw.problems)).not.toContain("canary");
  });

  it.each(["", "# nothing\n", "config:\n", "encryptionsalt: v1:x\n"])(
    "takes %j for an empty stack",
    (text) => {
      expect(readStackFile(text)).toMatchObject({ problems: [], values: new Map() });
    },
  );
});
