import path from "node:path";
import { checkoutFolder } from "../../state/folder.js";
import type { Lab } from "../lab.js";
import type { Profile } from "../profile.js";
import { makeRepository } from "./repository.js";

/** A git repository with the example workspace, made from the checkout's files; it needs no daemon. */
export const git: Profile = {
  name: "git",
  summary: "a git repository with an example workspace",
  needs: [],
  conflicts: [],
  byDefault: () => true,
  missing: () => undefined,
  up,
};

async function up({ folder }: Lab): Promise<readonly string[]> {
  const content = path.join(checkoutFolder(), "lab", "dev-repository");
  await makeRepository(content, path.join(folder.root, "git"));
  return [];
}
