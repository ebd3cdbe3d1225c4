import { renderDirectory } from "../../../../model/workspace/render/directory.js";
import { RenderError } from "../../../../model/workspace/render/render-error.js";
import type { DirectorySettings } from "../../../../model/workspace/render/source.js";
import { printing } from "./fake-services.js";
import { memoryTree } from "./memory-tree.js";

type Files = Parameters<typeof memoryTree>[0];

const NO_LIMIT = 0;
const configMap = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
const ACCOUNT = "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: one\n";
const NULL_LIST = "apiVersion: v1\nkind: ConfigMapList\nitems:\n";

async function rendered(files: Files, settings: DirectorySettings = {}, limit = NO_LIMIT) {
  const { manifests, problems, warnings } = await renderDirectory({
    tree: memoryTree(files),
    folder: "app",
    settings,
    mostBytes: limit,
    cache: printing("").cache,
  });
  return {
    names: manifests.map(({ object }) => object.metadata.name),
    problems: problems.map(({ path, reason }) => `${path}: ${reason}`),
    warnings: warnings.map(({ path, reason }) => `${path}: ${reason}`),
  };
}

async function refusal(files: Files, settings: DirectorySettings = {}, limit = NO_LIMIT): Promise<string> {
  const error: unknown = await rendered(files, settings, limit).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RenderError);
  return String(error);
}

test("one file of several documents gives its objects in their order; empty ones count for nothing", async () => {
  const text = `${configMap("c")}---\n---\n# nothing\n---\n${configMap("a")}---\n${configMap("b")}`;
  expect(await rendered({ "app/all.yaml": text })).toEqual({
    names: ["c", "a", "b"],
    problems: [],
    warnings: [],
  });
});

describe("folders below", () => {
  const files = {
    "app/top.yaml": `${NULL_LIST}---\n${ACCOUNT}`,
    "app/foo/deep.yaml": `${NULL_LIST}---\n${ACCOUNT.replace("one", "two")}`,
  };
  test("are left alone", async () => {
    expect((await rendered(files)).names).toEqual(["one"]);
  });
  test("are read with recurse, in the order of their names", async () => {
    expect((await rendered(files, { recurse: true })).names).toEqual(["two", "one"]);
  });
  test("are read without git's own", async () => {
    const { manifests } = await renderDirectory({
      tree: memoryTree({ ".git/refs/heads/a.yaml": configMap("x"), "b.yaml": configMap("b") }),
      folder: "",
      settings: { recurse: true },
      mostBytes: NO_LIMIT,
      cache: printing("").cache,
    });
    expect(manifests.map(({ where }) => where)).toEqual(["b.yaml"]);
  });
});

describe("lists", () => {
  test.each([
    ["null items", `${NULL_LIST}---\n${ACCOUNT}`, ["one"]],
    ["no items", `apiVersion: v1\nkind: ConfigMapList\nitems: []\n---\n${ACCOUNT}`, ["one"]],
    [
      "null items of what is no list",
      `apiVersion: x.io/v1\nkind: Weird\nmetadata: {name: w}\nitems:\n---\n${ACCOUNT}`,
      ["w", "one"],
    ],
    [
      "items of any kind",
      "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: p}}\n- {apiVersion: v1, kind: Secret, metadata: {name: s}}\n",
      ["p", "s"],
    ],
    [
      "items whose kind the list says",
      "apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: p}\n",
      ["p"],
    ],
  ])("%s", async (_title, text, names) => {
    expect(await rendered({ "app/a.yaml": text })).toEqual({ names, problems: [], warnings: [] });
  });
});

describe("include and exclude", () => {
  const files = {
    "app/deployment.yaml": configMap("top"),
    "app/subdir/deploymentSub.yaml": configMap("sub"),
  };
  test.each<[DirectorySettings, string[]]>([
    [{ include: "subdir/deploymentSub.yaml" }, ["sub"]],
    [{ include: "*.yaml" }, ["top", "sub"]],
    [{ include: "**/*.yaml" }, ["sub"]],
    [{ include: "nothing.yaml" }, []],
    [{ include: "{deployment.yaml,other.yaml}" }, ["top"]],
    [{ include: "deploymen?.yaml" }, ["top"]],
    [{ include: "[a-d]*" }, ["top"]],
    [{ exclude: "subdir/deploymentSub.yaml" }, ["top"]],
    [{ exclude: "*.yaml" }, []],
    [{ exclude: "nothing.yaml" }, ["top", "sub"]],
    [{ include: "*.yaml", exclude: "sub*" }, ["top"]],
  ])("%j", async (settings, names) => {
    expect((await rendered(files, { recurse: true, ...settings })).names).toEqual(names);
  });

  test("files with a leading dot are files like others", async () => {
    expect((await rendered({ "app/.hidden.yaml": configMap("h") }, { include: "*.yaml" })).names).toEqual([
      "h",
    ]);
  });
});

describe("the filter of extensions", () => {
  const files = {
    "app/config.txt": configMap("txt"),
    "app/secret.yaml": configMap("plain"),
    "app/secret.yaml.sealed": configMap("sealed"),
  };
  test.each<[DirectorySettings, string[]]>([
    [{}, ["plain"]],
    [{ disableExtensionFilter: true, include: "{*.yaml.sealed,*.yaml}" }, ["plain", "sealed"]],
    [{ disableExtensionFilter: true, exclude: "*.sealed" }, ["txt", "plain"]],
    [{ disableExtensionFilter: true }, ["txt", "plain", "sealed"]],
  ])("%j", async (settings, names) => {
    expect((await rendered(files, settings)).names).toEqual(names);
  });

  test("without any other filter it is told that every file is read", async () => {
    const { warnings } = await rendered(files, { disableExtensionFilter: true });
    expect(warnings).toEqual([
      "directory.disableExtensionFilter: without include and exclude every file is read as a manifest",
    ]);
  });
});

describe("symlinks", () => {
  const target = { "base/real.yaml": configMap("real") };
  test("to a file in the repository are read", async () => {
    const files = { ...target, "app/a.yaml": { link: "../base/real.yaml" } };
    expect(await rendered(files)).toEqual({ names: ["real"], problems: [], warnings: [] });
  });
  test("over other links and linked folders, too", async () => {
    const files = { ...target, there: { link: "base" }, "app/a.yaml": { link: "../there/real.yaml" } };
    expect((await rendered(files)).names).toEqual(["real"]);
  });
  test.each(["../../etc/passwd", "/etc/passwd", "../base/../../x"])("to %s are refused", async (link) => {
    expect(await refusal({ ...target, "app/a.yaml": { link } })).toContain(
      "app/a.yaml: illegal filepath in symlink",
    );
  });
  test("to themselves are refused", async () => {
    const files = { "app/a.yaml": { link: "b.yaml" }, "app/b.yaml": { link: "a.yaml" } };
    expect(await refusal(files)).toContain("app/a.yaml: too many links");
  });
  test.each<[string, Files, string]>([
    ["nothing", { "app/a.yaml": { link: "gone.yaml" } }, "the target of the symlink is missing"],
    ["a folder", { ...target, "app/a.yaml": { link: "../base" } }, "it is a non-regular file"],
    ["a device", { "app/a.yaml": { other: true } }, "it is a non-regular file"],
  ])("to %s are skipped, and told", async (_title, files, why) => {
    expect(await rendered({ "app/z.yaml": configMap("z"), ...files })).toEqual({
      names: ["z"],
      problems: [],
      warnings: [`app/a.yaml: skipped: ${why}`],
    });
  });
  test("that no filter lets through are not looked at", async () => {
    expect(await rendered({ "app/passwd": { link: "/etc/passwd" } })).toEqual({
      names: [],
      problems: [],
      warnings: [],
    });
  });
});

describe("what is an error", () => {
  test.each([
    [
      "broken YAML that speaks of a manifest",
      "bad.yaml",
      "apiVersion: v1\nkind: Pod\nmetadata: [",
      "is no YAML",
    ],
    ["broken JSON", "bad.json", '{"apiVersion": "v1",}', "is no JSON"],
    ["two objects in one JSON file", "two.json", "{}\n{}", "is no JSON, or holds more than one document"],
    ["JSON that is no object of Kubernetes", "package.json", '{"name": "x"}', "has no kind"],
    ["half a file", "half.yaml", `${configMap("a")}---\nfoo: bar\n`, "half.yaml, document 2: has no kind"],
    [
      "half a file of bad YAML",
      "half.yaml",
      `${configMap("a")}---\n  a: b\nc`,
      "half.yaml, document 2: is no YAML",
    ],
    ["no apiVersion", "a.yaml", "kind: Pod\nmetadata: {name: a}", "Pod has no apiVersion"],
    ["no metadata", "a.yaml", "apiVersion: v1\nkind: Config", "Config has no metadata"],
    ["no name", "a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {}", "Pod: metadata.name is missing"],
    [
      "a number as a name",
      "a.yaml",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: 1}",
      "metadata.name is no text",
    ],
    [
      "a number as an annotation",
      "a.yaml",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {invalid: 1}}",
      'Pod a: metadata.annotations contains non-string value in the map under key "invalid"',
    ],
    [
      "a boolean as a label",
      "a.yaml",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {invalid: yes}}",
      'metadata.labels contains non-string value in the map under key "invalid"',
    ],
    ["Jsonnet", "a.jsonnet", "{}", "Jsonnet is not supported yet"],
    ["a JSON number that would change", "a.json", '{"kind":"A","x":[9007199254740993]}', "too large"],
  ])("%s", async (_title, file, text, reason) => {
    const { names, problems } = await rendered({ [`app/${file}`]: text });
    expect(names).toEqual(file === "half.yaml" ? ["a"] : []);
    expect(problems).toEqual([expect.stringContaining(reason)]);
    expect(problems[0]).toMatch(/^app\//);
  });

  test("all of them are told at once", async () => {
    const { problems } = await rendered({
      "app/a.json": "{",
      "app/b.json": "{",
      "app/c.yaml": configMap("c"),
    });
    expect(problems).toHaveLength(2);
  });
});

describe("what is left alone", () => {
  test.each([
    ["a file marked for Argo CD", "# +argocd:skip-file-rendering\napiVersion: v1\nkind: Pod\nmetadata: ["],
    ["a file marked for us", `${configMap("x")}# +groundplan:skip-file-rendering`],
    ["YAML about something else", "foo: bar\n---\n- 1"],
    ["broken YAML about something else", "foo: [\n"],
    ["templates of charts that say nothing of manifests", "{{- if .Values.x }}\na: {{ .b }}"],
    ["an empty file", ""],
    ["only comments", "# a\n---\n# b\n"],
  ])("%s", async (_title, text) => {
    expect(await rendered({ "app/a.yaml": text })).toEqual({ names: [], problems: [], warnings: [] });
  });

  test("overrides of the source", async () => {
    expect((await rendered({ "app/.workspace-source-x.yaml": configMap("x") })).names).toEqual([]);
  });

  test("files of other extensions, and what is no text", async () => {
    const files = { "app/a.txt": configMap("a"), "app/b.yaml": new Uint8Array([0x80, 0x81]) };
    expect((await rendered(files)).names).toEqual([]);
  });
});

describe("encodings", () => {
  const text = `${configMap("a")}---\n${configMap("b")}`;
  const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
  test.each([
    ["UTF-16, little endian", utf16],
    ["UTF-16, big endian", Buffer.from(utf16).swap16()],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`)],
  ])("%s", async (_title, bytes) => {
    expect(await rendered({ "app/a.yaml": bytes })).toEqual({
      names: ["a", "b"],
      problems: [],
      warnings: [],
    });
  });
});

describe("the size limit", () => {
  const files = { "app/a.yaml": configMap("a"), "app/b.yaml": configMap("b") };
  const bytes = 2 * configMap("a").length;
  test("counts all files, and is inclusive", async () => {
    expect((await rendered(files, {}, bytes)).names).toEqual(["a", "b"]);
    expect(await refusal(files, {}, bytes - 1)).toContain(
      `app: the manifests have ${bytes} bytes together; the limit is ${bytes - 1}`,
    );
  });
  test("counts what a symlink leads to", async () => {
    const linked = { "base.yaml": configMap("a"), "app/a.yaml": { link: "../base.yaml" } };
    expect((await rendered(linked, {}, configMap("a").length)).names).toEqual(["a"]);
    expect(await refusal(linked, {}, configMap("a").length - 1)).toContain("the limit is");
  });
  test("does not count files that are filtered out", async () => {
    expect((await rendered(files, { exclude: "b.yaml" }, configMap("a").length)).names).toEqual(["a"]);
  });
});

test("labels and annotations that are null are none", async () => {
  const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: my-map, labels: null, annotations: null}\n";
  const { manifests } = await renderDirectory({
    tree: memoryTree({ "app/a.yaml": text }),
    folder: "app",
    settings: {},
    mostBytes: NO_LIMIT,
    cache: printing("").cache,
  });
  expect(manifests[0]?.object.metadata).toEqual({ name: "my-map" });
});

test("a key that is given twice is told", async () => {
  const { names, warnings } = await rendered({ "app/a.yaml": `${configMap("a")}data: {x: a, x: b}\n` });
  expect(names).toEqual(["a"]);
  expect(warnings).toEqual([
    'app/a.yaml: the key "x" is given more than once in the same place; the last one counts',
  ]);
});
