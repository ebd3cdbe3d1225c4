import { Failure } from "../../../model/shared/errors.js";
import { basicAuthorization, type RegistryAccess } from "./access.js";
import { buildImage, buildIndex, type Blob, type ImageContent } from "./image.js";

/** What was pushed. */
export interface Pushed {
  /** `sha256:…` of the manifest or index that the tag names now. */
  readonly digest: string;
  readonly mediaType: string;
}

/** Where an image goes; a tag that exists is moved. */
export interface PushTarget {
  /** e.g. `labring/mysql`. */
  readonly repository: string;
  readonly tag: string;
}

const MANIFEST_TYPES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** Builds an image for one platform and pushes it. Equal content has equal digests, always and everywhere. */
export async function pushImage(
  registry: RegistryAccess,
  { repository, tag, ...content }: PushTarget & ImageContent,
): Promise<Pushed> {
  const { manifest, blobs } = buildImage(content);
  for (const blob of blobs) await pushBlob(registry, repository, blob);
  return pushManifest(registry, repository, tag, manifest);
}

/** Builds an image for several platforms and pushes it as one index. */
export async function pushIndex(
  registry: RegistryAccess,
  target: PushTarget & {
    readonly images: readonly ImageContent[];
    readonly annotations?: Readonly<Record<string, string>>;
  },
): Promise<Pushed> {
  const { repository, tag, images, annotations } = target;
  const { index, manifests, blobs } = buildIndex(images, annotations);
  for (const blob of blobs) await pushBlob(registry, repository, blob);
  for (const manifest of manifests) await pushManifest(registry, repository, manifest.digest, manifest);
  return pushManifest(registry, repository, tag, index);
}

/** The digest that a tag names, undefined when there is no such tag. */
export async function tagDigest(
  registry: RegistryAccess,
  { repository, tag }: PushTarget,
): Promise<string | undefined> {
  const answer = await send(registry, "HEAD", `/v2/${repository}/manifests/${tag}`, {
    headers: { accept: MANIFEST_TYPES.join(", ") },
    expect: [200, 404],
  });
  return answer.status === 200 ? (answer.headers.get("docker-content-digest") ?? undefined) : undefined;
}

/** Pushes a blob that the repository lacks. */
export async function pushBlob(registry: RegistryAccess, repository: string, blob: Blob): Promise<void> {
  const known = await send(registry, "HEAD", `/v2/${repository}/blobs/${blob.digest}`, {
    expect: [200, 404],
  });
  if (known.status === 200) return;
  const started = await send(registry, "POST", `/v2/${repository}/blobs/uploads/`, { expect: [202] });
  const upload = new URL(started.headers.get("location") ?? "", registry.endpoint);
  upload.searchParams.set("digest", blob.digest);
  await send(registry, "PUT", `${upload.pathname}${upload.search}`, {
    headers: { "content-type": "application/octet-stream" },
    body: blob.bytes,
    expect: [201],
  });
}

/** Stores a manifest under a tag or its own digest. */
export async function pushManifest(
  registry: RegistryAccess,
  repository: string,
  reference: string,
  manifest: Blob,
): Promise<Pushed> {
  await send(registry, "PUT", `/v2/${repository}/manifests/${reference}`, {
    headers: { "content-type": manifest.mediaType },
    body: manifest.bytes,
    expect: [201],
  });
  return { digest: manifest.digest, mediaType: manifest.mediaType };
}

async function send(
  registry: RegistryAccess,
  method: string,
  path: string,
  options: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: Uint8Array<ArrayBuffer>;
    readonly expect: readonly number[];
  },
): Promise<Response> {
  const url = `${registry.endpoint}${path}`;
  const headers = { ...options.headers, authorization: basicAuthorization(registry) };
  const init = { method, headers, redirect: "error" as const };
  const answer = await fetch(url, options.body === undefined ? init : { ...init, body: options.body });
  if (options.expect.includes(answer.status)) {
    if (answer.body !== null) await answer.body.cancel();
    return answer;
  }
  throw new Failure({
    what: `the registry answers ${answer.status}: ${(await answer.text()).slice(0, 500)}`,
    where: `${method} ${url}`,
    next: "See the log of the lab's registry",
  });
}
