import { readFileSync } from "node:fs";
import path from "node:path";
import { createOciRegistry, type OciRegistryOptions } from "../../../clients/oci/client.js";
import { sketchImage, sketchIndex } from "../../../clients/oci/fake.js";
import type { OciRegistry } from "../../../clients/oci/types.js";
import { errorOf } from "./error-of.js";
import { ociContract } from "./registry-contract.js";
import { json, refuse, RegistryStub } from "./registry-stub.js";

const IMAGE = sketchImage({ layers: ["content"] });
const AT = { repository: "labring/mysql", tag: "v1" };
const QUICK = { retries: 2, firstDelayMs: 1 };

const stubs: RegistryStub[] = [];
const registries: OciRegistry[] = [];

async function startStub(...options: Parameters<typeof RegistryStub.start>): Promise<RegistryStub> {
  const stub = await RegistryStub.start(...options);
  stubs.push(stub);
  stub.push(AT.repository, AT.tag, IMAGE);
  return stub;
}

function client(endpoint: string, options: Partial<OciRegistryOptions> = {}): OciRegistry {
  const registry = createOciRegistry({ host: "hub.test", endpoint, pace: QUICK, ...options });
  registries.push(registry);
  return registry;
}

afterEach(async () => {
  await Promise.all(registries.splice(0).map((registry) => registry.close()));
  await Promise.all(stubs.splice(0).map((stub) => stub.stop()));
});

describe("a registry over HTTP", () => {
  ociContract(async () => {
    const stub = await RegistryStub.start();
    const registry = createOciRegistry({ host: "hub.test", endpoint: stub.endpoint, pace: QUICK });
    return {
      registry: { ...registry, close: () => registry.close().then(() => stub.stop()) },
      push: (repository, tag, image) => Promise.resolve(stub.push(repository, tag, image)),
    };
  });

  it("accepts an index, which the registry hides from who does not (acceptance 23)", async () => {
    const stub = await startStub();
    const index = sketchIndex([{}]);
    stub.push(AT.repository, "index", index);
    const bare = await fetch(`${stub.endpoint}/v2/${AT.repository}/manifests/index`, { method: "HEAD" });
    expect(bare.status).toBe(404);
    expect(await client(stub.endpoint).head({ ...AT, tag: "index" })).toBe(index.digest);
    expect(stub.seen.at(-1)?.method).toBe("HEAD");
    expect(stub.seen.at(-1)?.accept).toContain("application/vnd.oci.image.index.v1+json");
  });

  it("asks for the digest with one request", async () => {
    const agents: (string | undefined)[] = [];
    const stub = await startStub();
    stub.intercept = (request) => {
      agents.push(request.method);
      return false;
    };
    await client(stub.endpoint).head(AT);
    expect(agents).toEqual(["HEAD"]);
  });

  it("hashes the content where the registry does not name the digest", async () => {
    const stub = await startStub();
    stub.intercept = (_request, response) => {
      response.writeHead(200, { "content-type": IMAGE.top.mediaType }).end(IMAGE.top.bytes);
      return true;
    };
    expect(await client(stub.endpoint).head(AT)).toBe(IMAGE.digest);
  });

  it("follows pages of tags on the registry itself", async () => {
    const stub = await startStub({
      intercept: ({ url }, response) => {
        if (url === "/v2/labring/mysql/tags/list?n=1000") {
          const link = `<https://elsewhere.test/v2/x/tags/list?n=1000&last=b>; rel="next"`;
          json(response, 200, { tags: ["b", "a"] }, { link });
          return true;
        }
        json(response, 200, { tags: url.endsWith("last=b") ? ["c", "a"] : null });
        return true;
      },
    });
    expect(await client(stub.endpoint).tags(AT.repository)).toEqual(["a", "b", "c"]);
    expect(stub.seen.map(({ url }) => url)).toEqual([
      "/v2/labring/mysql/tags/list?n=1000",
      "/v2/labring/mysql/tags/list?n=1000&last=b",
    ]);
  });

  it("uses the referrers API where there is one", async () => {
    const stub = await startStub({ referrersApi: true });
    const artifactType = "application/x+json";
    expect(await client(stub.endpoint).referrers(AT.repository, IMAGE.digest, { artifactType })).toEqual([]);
    expect(stub.seen.map(({ url }) => url)).toEqual([
      `/v2/labring/mysql/referrers/${IMAGE.digest}?artifactType=application%2Fx%2Bjson`,
    ]);
  });

  it("asks with GET where HEAD is unknown", async () => {
    const stub = await startStub();
    stub.intercept = ({ method }, response) => {
      if (method !== "HEAD") return false;
      response.writeHead(405).end();
      return true;
    };
    expect(await client(stub.endpoint).head(AT)).toBe(IMAGE.digest);
    expect(stub.seen.map(({ method }) => method)).toEqual(["HEAD", "GET"]);
  });

  it("follows pages of referrers", async () => {
    const entry = (digit: string) => ({
      mediaType: IMAGE.top.mediaType,
      digest: `sha256:${digit.repeat(64)}`,
      size: 1,
      artifactType: "sbom",
    });
    const stub = await startStub({
      intercept: ({ url }, response) => {
        if (!url.includes("/referrers/")) return false;
        const last = url.endsWith("?next=2");
        json(
          response,
          200,
          { schemaVersion: 2, manifests: [entry(last ? "2" : "1")] },
          {
            "content-type": "application/vnd.oci.image.index.v1+json",
            ...(last ? {} : { link: `<${url}?next=2>; rel="next"` }),
          },
        );
        return true;
      },
    });
    expect(await client(stub.endpoint).referrers(AT.repository, IMAGE.digest)).toEqual([
      entry("1"),
      entry("2"),
    ]);
    expect(stub.seen).toHaveLength(2);
  });

  it("asks for the fallback tag where a gateway answers the referrers API with a page of its own", async () => {
    const stub = await startStub();
    stub.intercept = ({ url }, response) => {
      if (!url.includes("/referrers/")) return false;
      response.writeHead(200, { "content-type": "text/html" }).end("<html>");
      return true;
    };
    expect(await client(stub.endpoint).referrers(AT.repository, IMAGE.digest)).toEqual([]);
    expect(stub.seen.at(-1)?.url).toBe(`/v2/labring/mysql/manifests/${IMAGE.digest.replace(":", "-")}`);
  });

  it("cuts the fallback tag of a long digest, which would be no tag", async () => {
    const stub = await startStub();
    await client(stub.endpoint).referrers(AT.repository, `sha512:${"ab".repeat(64)}`);
    expect(stub.seen.at(-1)?.url).toBe(`/v2/labring/mysql/manifests/sha512-${"ab".repeat(32)}`);
  });

  it("keeps a path of the endpoint", async () => {
    const stub = await startStub();
    await errorOf(client(`${stub.endpoint}/proxy`).head(AT));
    expect(stub.seen[0]?.url).toBe("/proxy/v2/labring/mysql/manifests/v1");
  });
});

describe("content that is not what it should be", () => {
  it("is refused when it differs from the registry's own digest", async () => {
    const stub = await startStub();
    stub.intercept = (_request, response) => {
      response
        .writeHead(200, {
          "content-type": IMAGE.top.mediaType,
          "docker-content-digest": `sha256:${"0".repeat(64)}`,
        })
        .end(IMAGE.top.bytes);
      return true;
    };
    const error = await errorOf(client(stub.endpoint).resolve(AT));
    expect(error.reason).toBe("DigestMismatch");
    expect(error.message).toContain(IMAGE.digest);
  });

  it("is refused when it differs from the digest asked for", async () => {
    const stub = await startStub();
    stub.intercept = ({ url }, response) => {
      if (!url.includes("blobs") && !url.includes("sha256:")) return false;
      response.writeHead(200, { "content-type": IMAGE.top.mediaType }).end("tampered");
      return true;
    };
    const registry = client(stub.endpoint);
    expect(
      (await errorOf(registry.manifest({ repository: AT.repository, digest: IMAGE.digest }))).reason,
    ).toBe("DigestMismatch");
    expect((await errorOf(registry.resolve(AT))).reason).toBe("DigestMismatch");
  });

  it.each([
    ["a web page", "text/html", "<html>", "which is no image manifest"],
    [
      "an old manifest",
      "application/vnd.docker.distribution.manifest.v1+prettyjws",
      "{}",
      "Push the image again",
    ],
    ["no JSON", "application/vnd.oci.image.manifest.v1+json", "{", "is no JSON"],
    [
      "another document",
      "application/vnd.oci.image.index.v1+json; charset=utf-8",
      '{"manifests":{}}',
      "is malformed (manifests",
    ],
    [
      "two sorts of document at once",
      "application/vnd.oci.image.manifest.v1+json",
      JSON.stringify({ ...JSON.parse(IMAGE.top.bytes.toString()), manifests: [] }),
      "is malformed (manifests",
    ],
  ])("is refused when it is %s", async (_what, type, body, reason) => {
    const stub = await startStub();
    stub.intercept = (_request, response) => {
      response.writeHead(200, { "content-type": type }).end(body);
      return true;
    };
    const error = await errorOf(client(stub.endpoint).resolve(AT));
    expect(error.reason).toBe("BadAnswer");
    expect(error.message).toContain(reason);
  });

  it("is refused when it is too large to be a manifest", async () => {
    const stub = await startStub();
    stub.intercept = (_request, response) => {
      response.writeHead(200, { "content-type": IMAGE.top.mediaType }).end(Buffer.alloc(5 * 1024 * 1024));
      return true;
    };
    const error = await errorOf(client(stub.endpoint).resolve(AT));
    expect(error).toMatchObject({ reason: "BadAnswer" });
    expect(error.message).toContain("more than 4 MiB");
  });

  it("is never asked for by a name that leaves the registry's paths", async () => {
    const stub = await startStub();
    expect((await errorOf(client(stub.endpoint).head({ repository: "../admin", tag: "x" }))).reason).toBe(
      "RepositoryNotFound",
    );
    expect(stub.seen).toEqual([]);
  });
});

describe("a text that an image links to", () => {
  const page = "# MySQL\n";

  /** A registry that answers `/readme` itself. */
  async function serving(
    status: number,
    headers: Record<string, string>,
    body: string | Buffer = page,
  ): Promise<{ readonly stub: RegistryStub; fetched(): Promise<string> }> {
    const stub = await startStub({
      intercept: ({ url }, response) => {
        if (url !== "/readme") return false;
        response.writeHead(status, headers).end(body);
        return true;
      },
    });
    const registry = client(stub.endpoint, { username: "ada", password: "canary-password" });
    return { stub, fetched: () => registry.linkedText(`${stub.endpoint}/readme`, { limit: 100 }) };
  }

  it("comes as it is, without the registry's credentials", async () => {
    const { stub, fetched } = await serving(200, { "content-type": "text/markdown" });
    expect(await fetched()).toBe(page);
    expect(stub.seen.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it.each<[string, number, Record<string, string>, string | Buffer, string]>([
    ["missing", 404, {}, "", "the answer is 404"],
    ["behind a login", 401, { "www-authenticate": "Basic" }, "", "the answer is 401"],
    ["a web page", 200, { "content-type": "text/html; charset=utf-8" }, page, "link to the plain text"],
    ["too large", 200, {}, "x".repeat(101), "it has 101 bytes, and 100 are the most"],
    ["no UTF-8", 200, {}, Buffer.from([0xff, 0xfe]), "it is no UTF-8 text"],
    ["binary", 200, {}, "a\0b", "it is no text"],
    ["elsewhere, unencrypted", 302, { location: "http://127.0.0.2:1/x" }, "", "only https addresses"],
  ])("is refused when it is %s", async (_what, status, headers, body, told) => {
    const { fetched } = await serving(status, headers, body);
    const error = await errorOf(fetched());
    expect(error.reason).toBe("BadAnswer");
    expect(error.message).toContain(told);
  });

  it.each([
    ["http://169.254.169.254/latest", "only https addresses"],
    ["file:///etc/passwd", "only https addresses"],
    ["https://ada:canary-secret@example.test/", "holds credentials"],
    ["README.md", "is no address"],
  ])("is never asked for at %s", async (address, told) => {
    const stub = await startStub();
    const error = await errorOf(client(stub.endpoint).linkedText(address, { limit: 100 }));
    expect(error.message).toContain(told);
    expect(error.message).not.toContain("canary");
    expect(stub.seen).toEqual([]);
  });

  it("is given up after one more attempt, and at once when it is told to stop", async () => {
    const { stub, fetched } = await serving(503, {});
    expect((await errorOf(fetched())).reason).toBe("Unreachable");
    expect(stub.seen).toHaveLength(2);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(
      client(stub.endpoint).linkedText(`${stub.endpoint}/readme`, { limit: 100, signal }),
    ).rejects.toThrow("enough");
    expect(stub.seen).toHaveLength(2);
  });
});

describe("registries in trouble", () => {
  it("repeats what failed for a moment", async () => {
    const stub = await startStub();
    stub.intercept = (_request, response, index) => {
      if (index === 0) response.destroy();
      else if (index === 1) refuse(response, 503, "UNAVAILABLE");
      else return false;
      return true;
    };
    expect(await client(stub.endpoint).head(AT)).toBe(IMAGE.digest);
    expect(stub.seen).toHaveLength(3);
  });

  it("waits as long as Retry-After says", async () => {
    const stub = await startStub();
    stub.intercept = (_request, response, index) => {
      if (index > 0) return false;
      refuse(response, 429, "TOOMANYREQUESTS", { "retry-after": "1" });
      return true;
    };
    expect(await client(stub.endpoint).head(AT)).toBe(IMAGE.digest);
    const [first, second] = stub.seen;
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(990);
  });

  it("does not wait for ever", async () => {
    const stub = await startStub();
    stub.intercept = (_request, response) => {
      refuse(response, 429, "TOOMANYREQUESTS", { "retry-after": "3600" });
      return true;
    };
    expect((await errorOf(client(stub.endpoint).head(AT))).reason).toBe("TooManyRequests");
    expect(stub.seen).toHaveLength(1);
  });

  it("calls a registry with nothing but errors unreachable", async () => {
    const stub = await startStub();
    stub.intercept = (_request, response) => {
      refuse(response, 500, "UNKNOWN");
      return true;
    };
    const error = await errorOf(client(stub.endpoint).head(AT));
    expect(error.reason).toBe("Unreachable");
    expect(error.message).toContain("answers 500");
    expect(stub.seen).toHaveLength(3);
  });

  it("says that nothing listens", async () => {
    const stub = await startStub();
    await stub.stop();
    const error = await errorOf(client(stub.endpoint).head(AT));
    expect(error.reason).toBe("Unreachable");
    expect(error.message).toContain("nothing listens there");
  });

  it("names the registry's codes for anything else, and nothing of its prose", async () => {
    const stub = await startStub();
    stub.intercept = (_request, response) => {
      json(response, 400, { errors: [{ code: "NAME_INVALID", message: "canary" }, { code: "canary code" }] });
      return true;
    };
    const error = await errorOf(client(stub.endpoint).resolve(AT));
    expect(error.reason).toBe("BadAnswer");
    expect(error.message).toContain("answers 400 (NAME_INVALID)");
    expect(error.message).not.toContain("canary");
  });

  it("lets go of a request that is aborted while it waits", async () => {
    const stub = await startStub();
    const controller = new AbortController();
    stub.intercept = () => {
      controller.abort(new Error("enough"));
      return true;
    };
    await expect(client(stub.endpoint).head(AT, { signal: controller.signal })).rejects.toThrow("enough");
    expect(stub.seen).toHaveLength(1);
  });
});

describe("encrypted connections", () => {
  const read = (name: string): string => readFileSync(path.join(__dirname, "fixtures", name), "utf8");
  const tls = { cert: read("loopback.crt"), key: read("loopback.key") };

  it("are trusted by the given authority", async () => {
    const stub = await startStub({ tls });
    expect(await client(stub.endpoint, { ca: tls.cert }).head(AT)).toBe(IMAGE.digest);
  });

  it("are refused without it, which is no unreachable registry", async () => {
    const stub = await startStub({ tls });
    const error = await errorOf(client(stub.endpoint).head(AT));
    expect(error.reason).toBe("Unauthorized");
    expect(error.message).toContain("caFile");
    expect(stub.seen).toEqual([]);
  });

  it("are explained where the registry is a plain one", async () => {
    const stub = await startStub();
    const error = await errorOf(client(stub.endpoint.replace("http:", "https:")).head(AT));
    expect(error.message).toContain("an http:// endpoint");
  });
});

describe("options", () => {
  it.each([
    [{ username: "ada" }, "has a username and no password"],
    [{ password: "canary" }, "has a password and no username"],
    [{ endpoint: "ftp://hub.test" }, "is no http or https address"],
    [{ endpoint: "https://ada:canary@hub.test" }, "holds credentials"],
  ])("%# are refused", (options, reason) => {
    const open = (): OciRegistry => createOciRegistry({ host: "hub.test", ...options });
    expect(open).toThrow(reason);
    expect(open).not.toThrow("canary");
  });
});
