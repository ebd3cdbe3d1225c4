import { descriptor, sketchReferrers } from "../../../clients/oci/fake/images.js";
import { sketchArtifact, sketchImage } from "../../../clients/oci/fake.js";
import { referrersTag } from "../../../clients/oci/referrers-tag.js";
import ensureBuilt from "../../support/built.js";
import { signingKey } from "../../unit/oci/signing.js";
import { Stage } from "./stage.js";

const REPOSITORY = "labring/mysql";
const SBOM_TYPE = "application/spdx+json";
const SBOM = sketchArtifact(SBOM_TYPE, [{ mediaType: SBOM_TYPE, bytes: Buffer.from("{}") }]);
const README = "# MySQL\n";

let stage: Stage;
beforeAll(async () => {
  ensureBuilt();
  stage = await Stage.open();
  stage.registry.intercept = ({ url }, response) => {
    if (url !== "/readme.md") return false;
    response.writeHead(200, { "content-type": "text/markdown" }).end(README);
    return true;
  };
});
afterAll(() => stage.close());

/** Pushes an image that names its readme and has an SBOM. @returns Its digest. */
function pushImage(tag: string): string {
  const annotations = { "io.artifacthub.package.readme-url": `${stage.registry.endpoint}/readme.md` };
  const digest = stage.registry.push(REPOSITORY, tag, sketchImage({ layers: [tag], annotations }));
  const { content } = stage.registry;
  content.putManifest(REPOSITORY, SBOM.top);
  const entry = { ...descriptor(SBOM.top.mediaType, SBOM.top.bytes), artifactType: SBOM_TYPE };
  content.putManifest(REPOSITORY, sketchReferrers([entry]), referrersTag(digest));
  return digest;
}

function inputs(tag: string, more: Record<string, unknown> = {}) {
  const reference = { repository: REPOSITORY, tag };
  return stage.inputs("OciImageRef", tag, { registry: "lab", reference, resolve: "always", ...more });
}

describe("a reference in the real provider process", () => {
  test("has referrers and the readme, and a refresh finds no drift", async () => {
    const digest = pushImage("full");
    const { id, properties, inputs: checked } = await stage.up(inputs("full", { fetchReadme: true }));
    expect(properties).toMatchObject({
      digest,
      detail: { docs: README },
      referrers: [
        {
          artifactType: SBOM_TYPE,
          mediaType: SBOM.top.mediaType,
          digest: SBOM.digest,
          size: SBOM.top.bytes.length,
        },
      ],
      signed: "no",
    });
    expect(await stage.provider.read(id, properties)).toEqual({ id, properties, inputs: undefined });
    expect((await stage.provider.diff(id, properties, checked)).changes).toBe(false);
  });

  test("of an earlier version is not changed by an update, and completed by a refresh", async () => {
    pushImage("early");
    const made = await stage.up(inputs("early"));
    const { referrers, ...early } = made.properties;
    expect(referrers).toHaveLength(1);

    const { inputs: checked, failures } = await stage.provider.check(made.inputs, inputs("early"));
    expect(failures).toEqual([]);
    expect(Object.keys(checked).sort()).toEqual([
      "__provider",
      "__urn",
      "immutableTags",
      "onUnreachable",
      "platform",
      "reference",
      "registry",
      "resolve",
    ]);
    const diff = await stage.provider.diff(made.id, early, checked);
    expect(diff).toMatchObject({ changes: false, replaces: [] });
    const refreshed = await stage.provider.read(made.id, early);
    expect(refreshed).toMatchObject({ inputs: undefined, properties: { referrers } });
    expect((await stage.provider.diff(made.id, refreshed.properties, checked)).changes).toBe(false);
  });

  test("with a bad key, platform and tag has all three faults before anything is asked", async () => {
    const requests = stage.registry.seen.length;
    const pem = signingKey().privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const { failures } = await stage.provider.check(
      {},
      inputs("a b", { platform: "amd64", verify: { publicKeyPem: pem } }),
    );
    const told = failures.map(({ reason }) => reason).join("\n");
    expect(told).toMatch(/reference\.repository: [^]*platform: [^]*verify\.publicKeyPem: is a private key/);
    expect(told).not.toContain(pem.split("\n")[1]);
    expect(stage.registry.seen).toHaveLength(requests);
  });
});
