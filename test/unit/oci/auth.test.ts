import type { ServerResponse } from "node:http";
import { parseChallenges } from "../../../clients/oci/challenge.js";
import { createOciRegistry } from "../../../clients/oci/client.js";
import { sketchImage } from "../../../clients/oci/fake.js";
import { mayCarryCredentials } from "../../../clients/oci/trusted-address.js";
import type { OciRegistry } from "../../../clients/oci/types.js";
import { errorOf } from "./error-of.js";
import { json, refuse, RegistryStub, type Intercept } from "./registry-stub.js";

const PASSWORD = "canary-pa55:word";
const BASIC = `Basic ${Buffer.from(`ada:${PASSWORD}`).toString("base64")}`;
const IMAGE = sketchImage({ layers: ["content"] });
const AT = { repository: "labring/mysql", tag: "v1" };

const running: { stop(): Promise<void> }[] = [];

async function start(intercept?: Intercept): Promise<RegistryStub> {
  const stub = await RegistryStub.start(intercept === undefined ? {} : { intercept });
  running.push(stub);
  stub.push(AT.repository, AT.tag, IMAGE);
  stub.push("labring/redis", "v1", IMAGE);
  return stub;
}

function client(
  { endpoint }: RegistryStub,
  credentials: { username?: string; password?: string } = {},
): OciRegistry {
  const registry = createOciRegistry({ host: "hub.test", endpoint, pace: { retries: 0 }, ...credentials });
  running.push({ stop: () => registry.close() });
  return registry;
}

const ADA = { username: "ada", password: PASSWORD };

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

describe("Basic", () => {
  const wantsBasic: Intercept = ({ authorization }, response) => {
    if (authorization === BASIC) return false;
    refuse(response, 401, "UNAUTHORIZED", { "www-authenticate": 'Basic realm="hub"' });
    return true;
  };

  it("is sent when the registry asks, and from then on at once", async () => {
    const stub = await start(wantsBasic);
    const registry = client(stub, ADA);
    expect(await registry.head(AT)).toBe(IMAGE.digest);
    await registry.head(AT);
    expect(stub.seen.map(({ authorization }) => authorization)).toEqual([undefined, BASIC, BASIC]);
  });

  it("says that the password is wrong, without it, and does not try it again", async () => {
    const stub = await start(wantsBasic);
    const error = await errorOf(client(stub, { ...ADA, password: "canary-wrong" }).resolve(AT));
    expect(error.reason).toBe("Unauthorized");
    expect(error.message).toContain('refuses access for the user "ada"');
    expect(`${error.message}${error.stack ?? ""}${JSON.stringify(error)}`).not.toContain("canary");
    expect(stub.seen).toHaveLength(2);
  });

  it("says that credentials are missing", async () => {
    const stub = await start(wantsBasic);
    const error = await errorOf(client(stub).head(AT));
    expect(error.message).toContain("refuses access without credentials");
    expect(stub.seen).toHaveLength(1);
  });

  it("tells a registry that forbids from one that wants a password", async () => {
    const stub = await start((_request, response) => {
      refuse(response, 403, "DENIED");
      return true;
    });
    const error = await errorOf(client(stub, ADA).head(AT));
    expect(error.reason).toBe("Unauthorized");
    expect(error.message).toContain("forbids this");
  });
});

describe("Bearer (acceptance 23)", () => {
  let issued = 0;
  beforeEach(() => {
    issued = 0;
  });

  /** A registry that wants tokens, with a token service of its own. */
  async function tokenRegistry(
    answerToken: (response: ServerResponse, token: string) => void = (response, token) => {
      json(response, 200, { token, expires_in: 300 });
    },
  ): Promise<{ registry: RegistryStub; service: RegistryStub }> {
    const service = await start((_request, response) => {
      issued += 1;
      answerToken(response, `canary-token-${issued}`);
      return true;
    });
    const registry = await start(({ authorization, url }, response) => {
      if (authorization === `Bearer canary-token-${issued}` && issued > 0) return false;
      const repository = url.split("/").slice(2, 4).join("/");
      const challenge = `Bearer realm="${service.endpoint}/token?x=1",service="hub, test",scope="repository:${repository}:pull"`;
      refuse(response, 401, "UNAUTHORIZED", { "www-authenticate": challenge });
      return true;
    });
    return { registry, service };
  }

  it("gets a token with the password, which the registry itself never sees", async () => {
    const { registry, service } = await tokenRegistry();
    expect((await client(registry, ADA).resolve(AT)).digest).toBe(IMAGE.digest);
    expect(service.seen).toMatchObject([
      {
        url: "/token?x=1&service=hub%2C+test&scope=repository%3Alabring%2Fmysql%3Apull",
        authorization: BASIC,
      },
    ]);
    expect(registry.seen.map(({ authorization }) => authorization)).toEqual([
      undefined,
      "Bearer canary-token-1",
      "Bearer canary-token-1",
    ]);
  });

  it("gets a token for anonymous access too", async () => {
    const { registry, service } = await tokenRegistry((response, token) => {
      json(response, 200, { access_token: token });
    });
    expect(await client(registry).head(AT)).toBe(IMAGE.digest);
    expect(service.seen[0]?.authorization).toBeUndefined();
  });

  it("gets a new token for another repository and for one that is refused", async () => {
    const { registry, service } = await tokenRegistry();
    const opened = client(registry);
    await opened.head(AT);
    await opened.head({ ...AT, repository: "labring/redis" });
    expect(await opened.head(AT)).toBe(IMAGE.digest);
    expect(service.seen.map(({ url }) => /scope=(.*)/.exec(url)?.[1])).toEqual([
      "repository%3Alabring%2Fmysql%3Apull",
      "repository%3Alabring%2Fredis%3Apull",
      "repository%3Alabring%2Fmysql%3Apull",
    ]);
  });

  it("uses a token that lives for a moment only", async () => {
    const { registry } = await tokenRegistry((response, token) => {
      json(response, 200, { token, expires_in: 1 });
    });
    expect(await client(registry).head(AT)).toBe(IMAGE.digest);
  });

  it("gives up when the token does not help", async () => {
    const { registry, service } = await tokenRegistry((response) => {
      json(response, 200, { token: "canary-useless" });
    });
    const error = await errorOf(client(registry, ADA).head(AT));
    expect(error.reason).toBe("Unauthorized");
    expect(error.message).not.toContain("canary");
    expect(service.seen).toHaveLength(2);
  });

  it.each([
    ["refuses the password", 401, {}, "Unauthorized"],
    ["answers without a token", 200, { canary: true }, "BadAnswer"],
    ["is broken", 400, {}, "BadAnswer"],
  ])("says that the token service %s", async (_what, status, body, reason) => {
    const { registry } = await tokenRegistry((response) => {
      json(response, status, body);
    });
    const error = await errorOf(client(registry, ADA).head(AT));
    expect(error.reason).toBe(reason);
    expect(error.message).not.toContain("canary");
  });

  it("does not send the password to a token service without encryption", async () => {
    const stub = await start((_request, response) => {
      refuse(response, 401, "UNAUTHORIZED", {
        "www-authenticate": 'Bearer realm="http://tokens.test/token"',
      });
      return true;
    });
    const error = await errorOf(client(stub, ADA).head(AT));
    expect(error.reason).toBe("Unauthorized");
    expect(error.message).toContain(
      "wants the password at http://tokens.test, which is not encrypted; it was not sent",
    );
  });
});

describe("redirects", () => {
  it("are followed to other servers without the credentials", async () => {
    const store = await start();
    const hub = await start(({ authorization, url }, response) => {
      if (authorization !== BASIC) refuse(response, 401, "UNAUTHORIZED", { "www-authenticate": "Basic" });
      else if (url.includes("/blobs/"))
        response.writeHead(307, { location: `${store.endpoint}${url}` }).end();
      else return false;
      return true;
    });
    expect((await client(hub, ADA).resolve(AT)).config.architecture).toBe("amd64");
    expect(store.seen).toMatchObject([{ method: "GET", authorization: undefined }]);
    expect(hub.seen.filter(({ authorization }) => authorization === BASIC)).toHaveLength(2);
  });

  it("keep them on the registry itself", async () => {
    const hub = await start(({ authorization, url }, response) => {
      if (authorization !== BASIC) refuse(response, 401, "UNAUTHORIZED", { "www-authenticate": "Basic" });
      else if (!url.includes("moved")) response.writeHead(302, { location: `${url}?moved` }).end();
      else return false;
      return true;
    });
    expect(await client(hub, ADA).head(AT)).toBe(IMAGE.digest);
  });

  it("do not answer the challenge of another server", async () => {
    const thief = await start((_request, response) => {
      refuse(response, 401, "UNAUTHORIZED", { "www-authenticate": "Basic" });
      return true;
    });
    const hub = await start(({ url }, response) => {
      response.writeHead(302, { location: `${thief.endpoint}${url}` }).end();
      return true;
    });
    expect((await errorOf(client(hub, ADA).head(AT))).reason).toBe("Unauthorized");
    expect(thief.seen.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it.each([
    ["in circles", (url: string) => url, "more than 5 redirects"],
    ["to a file", () => "file:///etc/passwd", "redirects nowhere"],
    ["to nonsense", () => "http://[", "redirects nowhere"],
  ])("%s end", async (_what, location, reason) => {
    const hub = await start(({ url }, response) => {
      response.writeHead(302, { location: location(url) }).end();
      return true;
    });
    expect((await errorOf(client(hub).head(AT))).message).toContain(reason);
  });
});

describe("addresses that may see a password", () => {
  const endpoint = new URL("http://registry.internal:5000/");
  it.each([
    ["https://auth.example.org/token", true],
    ["http://127.0.0.1:9/token", true],
    ["http://127.8.9.1/token", true],
    ["http://localhost/token", true],
    ["http://[::1]:5/token", true],
    ["http://registry.internal:5000/token", true],
    ["http://registry.internal:5001/token", false],
    ["http://auth.example.org/token", false],
    ["http://127.0.0.1.example.org/token", false],
    ["http://localhost.example.org/token", false],
    ["ftp://127.0.0.1/token", false],
  ])("%s: %s", (url, may) => {
    expect(mayCarryCredentials(new URL(url), endpoint)).toBe(may);
  });
});

describe("parseChallenges", () => {
  it.each([
    ["Basic", [["basic", {}]]],
    ['Basic realm="a, \\"b\\""', [["basic", { realm: 'a, "b"' }]]],
    [
      'Bearer realm="https://a/t",service="s",scope="repository:a/b:pull,push"',
      [["bearer", { realm: "https://a/t", service: "s", scope: "repository:a/b:pull,push" }]],
    ],
    [
      'Negotiate, BASIC Realm = x , Bearer realm="y"',
      [
        ["negotiate", {}],
        ["basic", { realm: "x" }],
        ["bearer", { realm: "y" }],
      ],
    ],
    ["", []],
    ['realm="x"', []],
    ['Basic realm="unclosed', [["basic", {}]]],
  ])("%s", (header, expected) => {
    expect(
      parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]),
    ).toEqual(expected);
  });
});
