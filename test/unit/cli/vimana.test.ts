import { groundplan } from "./run.js";

const ID = "0123456789abcdef0123456789abcdef";

describe("groundplan vimana names", () => {
  it("prints what follows from a domain's id", async () => {
    const { code, stdout, stderr } = await groundplan("vimana", "names", "--domain", ID);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      domain: {
        id: ID,
        canonicalHost: `${ID}.vimana.host`,
        hosts: [
          {
            host: `${ID}.vimana.host`,
            canonical: true,
            listener: expect.stringMatching(/^l-[0-9a-f]{56}$/) as unknown,
            secret: expect.stringMatching(/^c-[0-9a-f]{56}$/) as unknown,
          },
        ],
        listenerSet: `ls-${ID}`,
        object: ID,
        labels: { "vimana.host/domain": ID },
      },
    });
  });

  it("takes a suffix and aliases", async () => {
    const argv = [
      "--suffix",
      "app.vimana.host",
      "--alias",
      "example.com",
      "--alias",
      "foo.bar.whatsittoyouz.net",
    ];
    const { stdout } = await groundplan("vimana", "names", "--domain", ID, ...argv);
    const { domain } = JSON.parse(stdout) as { domain: { hosts: { listener: string }[] } };
    expect(domain.hosts.map(({ listener }) => listener)).toEqual([
      "l-2faea48d4e045fe446ced7b27c43b8b700df1dc879a010aa2eef1b1b",
      "l-79a39cdf648170c4d55ca8e36fc9084353b9114a879f07d08bceaf47",
      "l-92ab40422e6b25e262ad453164d1cf7641a70c43e4f0f73b9da4547d",
    ]);
  });

  it("prints what follows from a server's id", async () => {
    const { stdout } = await groundplan("vimana", "names", "--domain", ID, "--server", "my-server");
    const hash = "10bf0ca9523ce8e7ae387a00b2238c6fb59de1f482666ef05a0f3e0d";
    expect(JSON.parse(stdout)).toMatchObject({
      server: {
        id: "my-server",
        fullName: `${ID}:my-server`,
        routes: [`r-${hash}`],
        securityPolicy: `sp-${hash}`,
        trafficPolicies: [`bt-${hash}`],
        ledger: `vimana-ledger-${hash}`,
        object: `sv-${hash}`,
        labels: { "vimana.host/domain": ID, "vimana.host/server": "my-server" },
      },
    });
  });

  it("tells each fault on stderr", async () => {
    const argv = ["--domain", "x", "--server", "Cart", "--alias", "B", "--suffix", "C"];
    const { code, stdout, stderr } = await groundplan("vimana", "names", ...argv);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.trim().split("\n")).toEqual([
      'error: domain: "x" must be 32 lower-case hex digits (DOM-1)',
      expect.stringMatching(/^error: suffix: "C" must .*\(DOM-3\)$/),
      expect.stringMatching(/^error: alias: "B" must .*\(DOM-4\)$/),
      expect.stringMatching(/^error: server: "Cart" must .*\(SRV-1\)$/),
    ]);
  });

  it.each([
    [["names"], "required option '--domain <id>' not specified"],
    [["names", "--domain", ID, "--speed", "fast"], "unknown option '--speed'"],
    [["name", "--domain", ID], "Did you mean names?"],
  ])("calls %j a usage error", async (argv, message) => {
    const { code, stdout, stderr } = await groundplan("vimana", ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});

describe("the version of groundplan vimana names", () => {
  const argv = ["vimana", "names", "--domain", ID, "--version", "1.0.0"];

  it("is the component's, and not groundplan's own", async () => {
    const { code, stdout } = await groundplan(...argv, "--server", "my-server");
    const hash = "d69370231670aee9de1c6577abeff97735b4ee1b12365f4a94158653";
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: { fullName: `${ID}:my-server@1.0.0`, deployment: `d-${hash}`, service: `s-${hash}` },
    });
  });

  it("needs a server", async () => {
    const { code, stdout, stderr } = await groundplan(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("option '--version <version>' needs '--server <id>'");
  });
});
