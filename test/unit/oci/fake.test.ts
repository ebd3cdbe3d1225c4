import { createFakeRegistry, sketchArtifact, sketchImage } from "../../../clients/oci/fake.js";
import { RegistryError } from "../../../clients/oci/errors.js";
import { errorOf } from "./error-of.js";
import { ociContract } from "./registry-contract.js";

describe("the fake registry", () => {
  ociContract(() => {
    const registry = createFakeRegistry();
    return Promise.resolve({
      registry,
      push: (repository, tag, image) => Promise.resolve(registry.push(repository, tag, image)),
    });
  });

  it("fails as a test decides, before it answers, and records each request", async () => {
    const registry = createFakeRegistry({ host: "hub.test" });
    registry.push("a/b", "v1", sketchImage());
    registry.failWith(({ operation }) =>
      operation === "head" ? new RegistryError("Unreachable", { what: "gone" }) : undefined,
    );
    expect((await errorOf(registry.head({ repository: "a/b", tag: "v1" }))).reason).toBe("Unreachable");
    await registry.resolve({ repository: "a/b", tag: "v1" });
    registry.failWith(undefined);
    await registry.head({ repository: "a/b", tag: "v1" });
    expect(registry.host).toBe("hub.test");
    expect(registry.calls.map(({ operation }) => operation)).toEqual(["head", "manifest", "blob", "head"]);
  });

  it("attaches referrers and forgets tags", async () => {
    const registry = createFakeRegistry();
    const digest = registry.push("a/b", "v1", sketchImage());
    for (const text of ["one", "two"]) {
      const artifact = sketchArtifact("text", [{ mediaType: "text/plain", bytes: Buffer.from(text) }]);
      registry.attach("a/b", digest, artifact, { artifactType: "text" });
    }
    expect(await registry.referrers("a/b", digest)).toHaveLength(2);
    registry.removeTag("a/b", "v1");
    expect((await errorOf(registry.head({ repository: "a/b", tag: "v1" }))).reason).toBe("TagNotFound");
  });
});
