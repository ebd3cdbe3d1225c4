import { registryAccess } from "../../lab/profiles/registry/access.js";
import { pushImage, tagDigest } from "../../lab/profiles/registry/push.js";
import { labFolder } from "../../lab/state/folder.js";

/** The part of a test's lab that says which registry is meant. */
interface HasFolder {
  readonly folder: string;
}

/** Pushes a small image for a name such as `labring/mysql:v8.0.25`; equal names and contents have equal digests. */
export async function pushTestImage(lab: HasFolder, name: string, content = "first"): Promise<string> {
  const [repository = "", tag = ""] = name.split(":");
  const pushed = await pushImage(registryAccess(labFolder(lab.folder)), {
    repository,
    tag,
    layers: [[{ path: "content", content: `${name} ${content}` }]],
    created: "2023-03-01T00:00:00Z",
  });
  return pushed.digest;
}

/** Lets a tag name another image, and tells both digests. */
export async function moveTag(
  lab: HasFolder,
  name: string,
): Promise<{ readonly from: string; readonly to: string }> {
  const [repository = "", tag = ""] = name.split(":");
  const from = await tagDigest(registryAccess(labFolder(lab.folder)), { repository, tag });
  if (from === undefined) throw new Error(`${name} is not in the registry`);
  return { from, to: await pushTestImage(lab, name, `moved from ${from}`) };
}
