import { check, containing, filesOf } from "./support.js";

const clusters = { lab: { kubeconfig: "kube" } };
const repositories = { shop: { url: "https://git.example.com/team/shop.git" } };
const plain = { repository: "shop", path: "deploy", destination: { cluster: "lab", namespace: "shop" } };
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** Checks a stack file with these workspaces. */
function checkWorkspaces(workspaces: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return check({ clusters, repositories, workspaces, ...more });
}

describe("groundplan:workspaces", () => {
  it("become settings, with their defaults", () => {
    const { settings, problems } = checkWorkspaces({ shop: plain });
    expect(problems).toEqual([]);
    expect(settings?.workspaces).toEqual([
      {
        name: "shop",
        path: "workspaces.shop",
        sourcePath: "workspaces.shop",
        repository: { name: "shop" },
        source: { path: "deploy" },
        cluster: "lab",
        namespace: "shop",
        syncOptions: [],
        ignoreDifferences: [],
        info: [],
        prune: false,
        approvePrune: [],
        allowEmpty: false,
        adopt: false,
        force: false,
        waitForHealth: true,
        healthTimeout: "10m",
        revisionHistoryLimit: 10,
        preview: "server",
        dependsOn: [],
      },
    ]);
  });

  it("take no secret, so that none gets into a tool's arguments", () => {
    const helm = { parameters: [{ name: "pin", value: { secure: "v1:MimCm7cToQiogbqB:X/b2xfoqTJaY" } }] };
    const { settings, problems } = checkWorkspaces({ shop: { ...plain, helm } });
    expect(settings).toBeUndefined();
    expect(problems).toContainEqual({
      path: "workspaces",
      reason: "holds an encrypted value, but is shown and stored as plain text",
      fix: "take it out, and refer to a Secret that is made elsewhere",
    });
  });

  it("mean the same in the document's words", () => {
    const document = {
      source: { repoURL: "git@git.example.com:team/shop.git", path: "deploy", targetRevision: "1.2.*" },
      destination: { name: "lab", namespace: "shop" },
      syncPolicy: {
        syncOptions: ["CreateNamespace=true"],
        managedNamespaceMetadata: { labels: { team: "shop" } },
      },
    };
    const { settings, problems } = checkWorkspaces({ shop: document });
    expect(problems).toEqual([]);
    expect(settings?.workspaces).toMatchObject([
      {
        repository: { url: "git@git.example.com:team/shop.git" },
        source: { path: "deploy", targetRevision: "1.2.*" },
        cluster: "lab",
        syncOptions: ["CreateNamespace=true"],
        namespaceMetadata: { labels: { team: "shop" } },
      },
    ]);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      "a misspelt field",
      { purne: true },
      { path: "workspaces.shop.purne", reason: containing('mean "prune"?') },
    ],
    [
      "an unknown repository",
      { repository: "shpo" },
      {
        path: "workspaces.shop.repository",
        reason: 'there is no "shpo" in groundplan:repositories; did you mean "shop"?',
        fix: "pulumi config set --path 'groundplan:workspaces.shop.repository' '<value>'",
      },
    ],
    [
      "no repository",
      { repository: undefined },
      { path: "workspaces.shop.repository", reason: containing("is missing") },
    ],
    [
      "a repository twice",
      { repoURL: "https://git.example.com/a/b" },
      { path: "workspaces.shop.repoURL", reason: containing("exclude each other") },
    ],
    [
      "an address with a password",
      { repository: undefined, repoURL: "https://me:canary@git.example.com/a/b" },
      {
        path: "workspaces.shop.repoURL",
        reason: expect.not.stringContaining("canary") as unknown,
        fix: containing("pulumi config set"),
      },
    ],
    [
      "fields of the source in two places",
      { source: { repository: "shop" }, repository: undefined },
      {
        path: "workspaces.shop.path",
        reason: containing("beside source"),
        fix: "pulumi config rm --path 'groundplan:workspaces.shop.path'",
      },
    ],
    [
      "an unknown cluster",
      { destination: { cluster: "lba" } },
      { path: "workspaces.shop.destination.cluster", reason: containing('mean "lab"?') },
    ],
    [
      "no cluster",
      { destination: { namespace: "shop" } },
      { path: "workspaces.shop.destination.cluster", reason: containing("is missing") },
    ],
    [
      "a cluster twice",
      { destination: { cluster: "lab", name: "lab" } },
      { path: "workspaces.shop.destination.name", reason: "cluster and name exclude each other" },
    ],
    [
      "a namespace that is none",
      { destination: { cluster: "lab", namespace: "Shop" } },
      { path: "workspaces.shop.destination.namespace", reason: containing("DNS label") },
    ],
    [
      "an unknown sync option",
      { syncOptions: ["PruneLast=true", "prunelast=true"] },
      { path: "workspaces.shop.syncOptions[1]", fix: 'did you mean "PruneLast"?' },
    ],
    [
      "sync options in two places",
      { syncOptions: [], syncPolicy: { syncOptions: [] } },
      { path: "workspaces.shop.syncPolicy.syncOptions", reason: containing("in one place") },
    ],
    [
      "metadata of a namespace that nobody makes",
      { namespaceMetadata: { labels: { a: "b" } } },
      { path: "workspaces.shop.namespaceMetadata", reason: containing("CreateNamespace=true") },
    ],
    [
      "a namespace to make without a name",
      { syncOptions: ["CreateNamespace=true"], destination: { cluster: "lab" } },
      { path: "workspaces.shop.destination.namespace", reason: containing("is missing") },
    ],
    [
      "a health timeout without a unit",
      { healthTimeout: "10" },
      { path: "workspaces.shop.healthTimeout", reason: containing("has no unit") },
    ],
    [
      "a key that is none",
      { approvePrune: ["Namespace/shop"] },
      { path: "workspaces.shop.approvePrune[0]", reason: containing("<group>/<kind>/<namespace>/<name>") },
    ],
    [
      "a path that is no JSON pointer",
      { ignoreDifferences: [{ kind: "Deployment", jsonPointers: ["spec.replicas"] }] },
      { path: "workspaces.shop.ignoreDifferences[0].jsonPointers[0]", reason: containing("/spec/replicas") },
    ],
    [
      "a lock that is no commit",
      { revisionLock: "main" },
      { path: "workspaces.shop.revisionLock", reason: containing("40 hex digits") },
    ],
    [
      "a lock on another commit",
      { revisionLock: COMMIT, targetRevision: COMMIT.replace("0", "1") },
      { path: "workspaces.shop.revisionLock", reason: containing("another commit") },
    ],
  ])("refuse %s", (_what, change, problem) => {
    const { settings, problems } = checkWorkspaces({ shop: { ...plain, ...change } });
    expect(settings).toBeUndefined();
    expect(problems).toEqual([expect.objectContaining(problem)]);
    expect(problems[0]?.fix).toBeDefined();
  });

  it("refuse an id that names no object", () => {
    const { problems } = checkWorkspaces({ Shop: plain });
    expect(problems).toMatchObject([{ path: "workspaces.Shop", reason: containing("lower-case") }]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["sources", { sources: [{ repoURL: "https://git.example.com/a/b" }] }],
    ["project", { project: "default" }],
    ["operation", { operation: { sync: {} } }],
    ["syncWindows", { syncWindows: [{ kind: "deny", schedule: "* * * * *", duration: "1h" }] }],
    ["syncPolicy.automated", { syncPolicy: { automated: {} } }],
    ["syncPolicy.retry", { syncPolicy: { retry: { limit: 3 } } }],
    ["destination.server", { destination: { cluster: "lab", server: "https://k8s.example.com" } }],
    ["plugin", { plugin: { name: "x" } }],
    ["chart", { chart: "mysql" }],
    ["directory.jsonnet", { directory: { jsonnet: { libs: ["lib"] } } }],
    ["helm.passCredentials", { helm: { passCredentials: true } }],
    ["kustomize.version", { kustomize: { version: "v5" } }],
    [
      "ignoreDifferences[0].jqPathExpressions",
      { ignoreDifferences: [{ kind: "Deployment", jqPathExpressions: [".spec"] }] },
    ],
  ])("refuse %s as not supported yet, instead of ignoring it", (field, change) => {
    const { problems } = checkWorkspaces({ shop: { ...plain, ...change } });
    expect(problems).toMatchObject([
      { path: `workspaces.shop.${field}`, reason: containing("not supported yet") },
    ]);
    expect(problems[0]?.fix).not.toBe("");
  });

  it("refuse what is not supported yet inside source as well", () => {
    const { problems } = checkWorkspaces({
      shop: {
        source: { repository: "shop", chart: "mysql", ref: "values" },
        destination: { cluster: "lab" },
      },
    });
    expect(problems.map(({ path }) => path)).toEqual([
      "workspaces.shop.source.chart",
      "workspaces.shop.source.ref",
    ]);
  });

  it("report the faults of all at once, and of a workspace that does not fit as well", () => {
    const { problems } = checkWorkspaces({
      a: { ...plain, repository: "nowhere", destination: { cluster: "nowhere" } },
      b: { ...plain, prune: "yes" },
      c: { ...plain, dependsOn: ["d"] },
    });
    expect(problems.map(({ path }) => path)).toEqual([
      "workspaces.b.prune",
      "workspaces.a.repository",
      "workspaces.a.destination.cluster",
      "workspaces.c.dependsOn[0]",
    ]);
  });

  it("may not come from a template of credentials", () => {
    const templates = { shop: { url: "https://git.example.com/", template: true } };
    const { problems } = checkWorkspaces({ shop: plain }, { repositories: templates });
    expect(problems).toMatchObject([
      { path: "workspaces.shop.repository", reason: containing("template of credentials") },
    ]);
  });
});

describe("workspaces that depend on each other", () => {
  it("are ordered by id, with or without health", () => {
    const { settings, problems } = checkWorkspaces({
      base: plain,
      shop: { ...plain, dependsOn: ["base", { workspace: "base", health: true }] },
    });
    expect(problems).toEqual([]);
    expect(settings?.workspaces[1]?.dependsOn).toEqual([
      { workspace: "base", health: false },
      { workspace: "base", health: true },
    ]);
  });

  it("are refused in a circle, once", () => {
    const { problems } = checkWorkspaces({
      a: { ...plain, dependsOn: ["b"] },
      b: { ...plain, dependsOn: [{ workspace: "a" }] },
    });
    expect(problems).toMatchObject([
      { path: "workspaces.a.dependsOn", reason: "goes in a circle: a → b → a" },
    ]);
  });

  it("cannot wait for health that the other does not wait for", () => {
    const { problems } = checkWorkspaces({
      base: { ...plain, waitForHealth: false },
      shop: { ...plain, dependsOn: [{ workspace: "base", health: true }] },
    });
    expect(problems).toMatchObject([
      {
        path: "workspaces.shop.dependsOn[0]",
        fix: "pulumi config rm --path 'groundplan:workspaces.base.waitForHealth'",
      },
    ]);
  });
});

describe("references in workspaces", () => {
  const imagehub = {
    cluster: "lab",
    mode: "direct",
    registry: "lab",
    images: [{ name: "a/b:1" }],
  };
  const registries = { lab: { host: "registry.test" } };
  const withReference = (source: Record<string, unknown>) =>
    checkWorkspaces({ shop: { ...plain, ...source } }, { imagehub, registries });

  it.each<[string, Record<string, unknown>]>([
    ["a helm parameter", { helm: { parameters: [{ name: "image", value: "${imagehub.a/b:1.pinned}" }] } }],
    ["helm values at any depth", { helm: { valuesObject: { a: { b: ["${imagehub.a/b:1.pinned}"] } } } }],
    ["a kustomize patch", { kustomize: { patches: [{ patch: "image: ${imagehub.a/b:1.pinned}" }] } }],
    [
      "the document's spelling",
      {
        ...{ repository: undefined, path: undefined },
        source: { repository: "shop", kustomize: { images: ["${imagehub.a/b:1.pinned}"] } },
      },
    ],
  ])("may stand in %s", (_what, source) => {
    const { settings, problems } = withReference(source);
    expect(problems).toEqual([]);
    expect(settings?.late).toHaveLength(1);
    expect(JSON.stringify(settings?.workspaces)).toContain(settings?.late[0]?.standIn);
  });

  it("keep the text around them, which tools read before the value is known", () => {
    const { settings } = withReference({ kustomize: { images: ["busybox=${imagehub.a/b:1.pinned}"] } });
    const standIn = settings?.late[0]?.standIn ?? "";
    expect(settings?.workspaces[0]?.source.kustomize?.images).toEqual([`busybox=${standIn}`]);
    expect(settings?.late[0]?.template).toEqual([{ system: "imagehub", id: "a/b:1", output: "pinned" }]);
  });

  it.each(["path", "targetRevision"])("may not stand in %s, which decides what is rendered", (field) => {
    const { problems } = withReference({ [field]: "${imagehub.a/b:1.digest}" });
    expect(problems).toMatchObject([
      { path: `workspaces.shop.${field}`, reason: containing("must be known before") },
    ]);
  });

  it("may name outputs of workspaces, but not in a circle", () => {
    const helm = (other: string) => ({
      parameters: [{ name: "x", value: `\${workspaces.${other}.revision}` }],
    });
    expect(checkWorkspaces({ a: plain, b: { ...plain, helm: helm("a") } }).problems).toEqual([]);
    const { problems } = checkWorkspaces({
      a: { ...plain, helm: helm("b") },
      b: { ...plain, dependsOn: ["a"] },
    });
    expect(problems).toMatchObject([
      { path: "workspaces.a.helm.parameters[0].value", reason: containing("go in a circle") },
    ]);
  });
});

describe("groundplan:repositories", () => {
  it("become settings, with their defaults", () => {
    const { settings, problems } = check({
      repositories: { ...repositories, lab: { urlFile: ".lab/git/url" } },
    });
    expect(problems).toEqual([]);
    expect(settings?.repositories).toEqual({
      shop: { url: repositories.shop.url, type: "git", template: false, hostKeys: [], timeout: "2m" },
      lab: { urlFile: ".lab/git/url", type: "git", template: false, hostKeys: [], timeout: "2m" },
    });
  });

  it("say how to start the lab when its file is not there", () => {
    const lab = { urlFile: ".lab/git/url" };
    const { problems } = check({ repositories: { lab } }, filesOf({}, true));
    expect(problems).toMatchObject([
      { path: "repositories.lab.urlFile", fix: "make up starts the embedded lab, which writes it" },
    ]);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["no address", {}, { path: "repositories.shop.url", reason: containing("is missing") }],
    ["two addresses", { url: "/a", urlFile: "b" }, { path: "repositories.shop.urlFile" }],
    [
      "an unknown scheme",
      { url: "ftp://a/b" },
      { path: "repositories.shop.url", reason: containing("scheme") },
    ],
    [
      "a password in the address",
      { url: "https://me:canary@git.example.com/a/b" },
      { path: "repositories.shop.url", reason: expect.not.stringContaining("canary") as unknown },
    ],
    ["a template without address", { template: true, urlFile: "b" }, { path: "repositories.shop.url" }],
    ["another type", { url: "/a", type: "helm" }, { path: "repositories.shop.type" }],
    [
      "a timeout that is none",
      { url: "/a", timeout: "0s" },
      { path: "repositories.shop.timeout", reason: "must be longer than 0" },
    ],
    [
      "large files",
      { url: "/a", enableLfs: true },
      { path: "repositories.shop.enableLfs", reason: containing("not supported yet") },
    ],
  ])("refuse %s", (_what, shop, problem) => {
    const { settings, problems } = check({ repositories: { shop } });
    expect(settings).toBeUndefined();
    expect(problems).toEqual([expect.objectContaining(problem)]);
    expect(problems[0]?.fix).toBeDefined();
  });

  it.each([
    "https://git.example.com/",
    "https://git.example.com",
    "git@git.example.com:",
    "ssh://git@h/team",
  ])("may be templates of credentials for %s", (url) => {
    expect(check({ repositories: { all: { url, template: true } } }).problems).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["a key without the server's keys", { sshPrivateKey: "canary" }, "repositories.shop.hostKeys"],
    [
      "a certificate without its key",
      { tlsClientCertData: "canary" },
      "repositoriesSecrets.shop.tlsClientCertKey",
    ],
    ["an unknown secret", { pasword: "canary" }, "repositoriesSecrets.shop.pasword"],
  ])("refuse %s, without showing it", (_what, secrets, path) => {
    const { problems } = check({ repositories, repositoriesSecrets: { shop: secrets } });
    const errors = problems.filter(({ severity }) => severity !== "warning");
    expect(errors.map((problem) => problem.path)).toEqual([path]);
    expect(JSON.stringify(problems)).not.toContain("canary");
  });
});
