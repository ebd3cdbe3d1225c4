import { check, containing, filesOf } from "./support.js";

const lab = { lab: { kubeconfig: "kube" } };

describe("targets", () => {
  it("become settings", () => {
    const registries = { lab: { host: "registry.test", username: "me", passwordFile: "pw" } };
    const { settings, problems } = check({ clusters: lab, registries });
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({ installation: "test-0123456789", clusters: lab, registries });
  });

  it.each<[string, Record<string, unknown>, unknown]>([
    [
      "a misspelt field",
      { clusters: { lab: { kubeconfg: "x", kubeconfig: "y" } } },
      {
        path: "clusters.lab.kubeconfg",
        reason: 'unknown key "kubeconfg"; did you mean "kubeconfig"?',
        fix: "pulumi config rm --path 'groundplan:clusters.lab.kubeconfg'",
      },
    ],
    [
      "a missing field",
      { registries: { lab: {} } },
      {
        path: "registries.lab.host",
        reason: "is missing; expected a string",
        fix: "pulumi config set --path 'groundplan:registries.lab.host' '<value>'",
      },
    ],
    [
      "a number where a text belongs",
      { registries: { lab: { host: 5000 } } },
      {
        path: "registries.lab.host",
        reason: "expected a string, found a number",
        fix: "pulumi config set --path 'groundplan:registries.lab.host' '<value>' --type string",
      },
    ],
    [
      "a name that breaks paths",
      { clusters: { "a.b": { kubeconfig: "x" } } },
      {
        path: 'clusters["a.b"]',
        reason: containing("names of targets are"),
        fix: `pulumi config rm --path 'groundplan:clusters["a.b"]'`,
      },
    ],
    [
      "a cluster that nothing tells how to reach",
      { clusters: { lab: {} } },
      {
        path: "clusters.lab.kubeconfig",
        reason: containing('cluster "lab" has no kubeconfig'),
        fix: "pulumi config set --path 'groundplan:clusters.lab.kubeconfig' '<file>'",
      },
    ],
    [
      "a username without a password",
      { registries: { lab: { host: "h", username: "me" } } },
      {
        path: "registriesSecrets.lab.password",
        reason: containing('registry "lab" has a username and no password'),
        fix: "pulumi config set --secret --path 'groundplan:registriesSecrets.lab.password'",
      },
    ],
    [
      "a password without a username",
      { registries: { lab: { host: "h", passwordFile: "f" } } },
      {
        path: "registries.lab.username",
        reason: 'registry "lab" has a password and no username',
        fix: "pulumi config set --path 'groundplan:registries.lab.username' '<value>'",
      },
    ],
    [
      "two endpoints",
      { registries: { lab: { host: "h", endpoint: "http://h:1", endpointFile: "f" } } },
      {
        path: "registries.lab.endpointFile",
        reason: "endpoint and endpointFile exclude each other",
        fix: "pulumi config rm --path 'groundplan:registries.lab.endpointFile'",
      },
    ],
    [
      "a reference, which a provider process would not resolve",
      { registries: { lab: { host: "${imagehub.a.b}" } } },
      expect.objectContaining({
        path: "registries.lab.host",
        reason: containing("must be known before anything is created"),
      }),
    ],
    [
      "a secret among plain settings",
      { registries: { lab: { host: "h", username: { secure: "v1:x" }, passwordFile: "f" } } },
      expect.objectContaining({
        path: "registries",
        reason: containing("secrets belong in registriesSecrets"),
      }),
    ],
    [
      "secrets of something undeclared",
      { registries: { lab: { host: "h" } }, registriesSecrets: { lbb: { password: { secure: "v1:x" } } } },
      {
        path: "registriesSecrets.lbb",
        reason: 'secrets of an undeclared entry of registries: "lbb"; did you mean "lab"?',
        fix: "pulumi config rm --path 'groundplan:registriesSecrets.lbb'",
      },
    ],
    [
      "a misspelt secret",
      { registries: { lab: { host: "h" } }, registriesSecrets: { lab: { pasword: { secure: "v1:x" } } } },
      {
        path: "registriesSecrets.lab.pasword",
        reason: 'unknown key "pasword"; did you mean "password"?',
        fix: "pulumi config rm --path 'groundplan:registriesSecrets.lab.pasword'",
      },
    ],
  ])("%s is one problem with its place and its remedy", (_case, config, problem) => {
    const { settings, problems } = check({ clusters: lab, ...config });
    expect(settings).toBeUndefined();
    expect(problems).toEqual([problem]);
  });

  it("accepts an encrypted secret unseen, for one field or as a whole", () => {
    const registries = { lab: { host: "h", username: "me" } };
    expect(
      check({ registries, registriesSecrets: { lab: { password: { secure: "v1:x" } } } }).problems,
    ).toEqual([]);
    expect(check({ registries, registriesSecrets: { secure: "v1:x" } }).problems).toEqual([]);
    expect(
      check({ clusters: { a: {} }, clustersSecrets: { a: { kubeconfig: { secure: "v1:x" } } } }).problems,
    ).toEqual([]);
  });

  it("warns of a secret in plain text and never repeats it", () => {
    const registries = { lab: { host: "h", username: "me" } };
    const good = check({ registries, registriesSecrets: { lab: { password: "canary-1" } } });
    expect(good.settings).toBeDefined();
    expect(good.problems).toMatchObject([
      { path: "registriesSecrets", reason: "is not encrypted", severity: "warning" },
    ]);
    const bad = check({ registries, registriesSecrets: { lab: { password: ["canary-2"], x: "canary-3" } } });
    expect(bad.settings).toBeUndefined();
    expect(JSON.stringify([good.problems, bad.problems])).not.toContain("canary");
  });

  it("wants the credentials' files where the program runs, and says who writes the lab's", () => {
    const config = {
      clusters: { lab: { kubeconfig: ".lab/cluster/kubeconfig" }, own: { kubeconfig: "kube" } },
    };
    expect(check(config).problems).toEqual([]);
    expect(check(config, filesOf({}, true)).problems).toEqual([
      {
        path: "clusters.lab.kubeconfig",
        reason: "the file .lab/cluster/kubeconfig does not exist",
        fix: "make up starts the embedded lab, which writes it",
      },
      {
        path: "clusters.own.kubeconfig",
        reason: "the file kube does not exist",
        fix: "pulumi config set --path 'groundplan:clusters.own.kubeconfig' '<value>'",
      },
    ]);
  });

  it.each<[string, Record<string, unknown>, boolean]>([
    ["only workspaces that are previewed offline", {}, true],
    ["another workspace", { other: { repository: "r", destination: { name: "lab" } } }, false],
  ])("goes on without the credentials of a cluster of %s", (_what, more, goesOn) => {
    const offline = { repository: "r", destination: { cluster: "lab" }, preview: "offline" };
    const config = {
      clusters: lab,
      repositories: { r: { url: "https://git.test/r" } },
      workspaces: { shop: offline, ...more },
    };
    const { settings, problems } = check(config, filesOf({}, true));
    expect(settings !== undefined).toBe(goesOn);
    expect(problems).toMatchObject([
      { path: "clusters.lab.kubeconfig", reason: "the file kube does not exist" },
    ]);
  });

  it("wants the credentials of the image catalogue's cluster, whatever else is on it", () => {
    const config = {
      clusters: lab,
      repositories: { r: { url: "https://git.test/r" } },
      workspaces: { shop: { repository: "r", destination: { cluster: "lab" }, preview: "offline" } },
      imagehub: { cluster: "lab", mode: "direct" },
    };
    const { problems } = check(config, filesOf({}, true));
    const [missing] = problems.filter(({ path }) => path === "clusters.lab.kubeconfig");
    expect(missing).toMatchObject({ reason: "the file kube does not exist" });
    expect(missing?.severity).toBeUndefined();
  });
});
