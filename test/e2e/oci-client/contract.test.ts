import { createOciRegistry } from "../../../clients/oci/client.js";
import { digestOf } from "../../../clients/oci/digests.js";
import { pushBlob, pushManifest } from "../../../lab/profiles/registry/push.js";
import { errorOf } from "../../unit/oci/error-of.js";
import { ociContract } from "../../unit/oci/registry-contract.js";
import { testRegistry } from "./registry.js";

// The first test may have to start the lab.
jest.setTimeout(120_000);

describe("a real registry", () => {
  ociContract(async () => {
    const access = await testRegistry();
    return {
      registry: createOciRegistry({ host: "registry.groundplan.test", ...access }),
      async push(repository, tag, { blobs, inner, top, digest }) {
        const content = (bytes: Buffer, mediaType: string) => ({
          bytes: new Uint8Array(bytes),
          mediaType,
          digest: digestOf(bytes),
        });
        for (const blob of blobs)
          await pushBlob(access, repository, content(blob, "application/octet-stream"));
        for (const { bytes, mediaType } of inner) {
          await pushManifest(access, repository, digestOf(bytes), content(bytes, mediaType));
        }
        await pushManifest(access, repository, tag, { ...content(top.bytes, top.mediaType), digest });
      },
    };
  });

  it.each([
    ["a wrong password", { password: "canary-wrong" }],
    ["another user", { username: "nobody" }],
  ])("refuses %s", async (_what, change) => {
    const registry = createOciRegistry({
      host: "registry.groundplan.test",
      ...(await testRegistry()),
      ...change,
    });
    const error = await errorOf(registry.tags("labring/mysql"));
    await registry.close();
    expect(error.reason).toBe("Unauthorized");
    expect(error.message).not.toContain("canary");
  });
});
