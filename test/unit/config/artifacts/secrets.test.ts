import { stringify } from "yaml";
import { readStackFile } from "../../../../config/stack-file.js";
import { checkStack } from "../../../../config/stack-settings.js";
import { filesOf, INSTALLATION } from "../support.js";
import { CLUSTERS, pathsOf } from "./support.js";

const ARTIFACTS = {
  accounts: { gcp: { cluster: "lab", entries: ["a", "b"] } },
  secrets: { dns: { cluster: "lab" } },
};
const SEALED = { secure: "v1:x" };

function checkSecrets(secrets: unknown) {
  const config = {
    "pulumi:disable-default-providers": ["kubernetes"],
    "groundplan:installation": INSTALLATION,
    "groundplan:clusters": CLUSTERS,
    "groundplan:artifacts": ARTIFACTS,
    ...(secrets === undefined ? {} : { "groundplan:artifactsSecrets": secrets }),
  };
  return checkStack(readStackFile(stringify({ config })), filesOf());
}

describe("groundplan:artifactsSecrets", () => {
  it("holds the contents of accounts and secrets", () => {
    const { problems, settings } = checkSecrets({
      accounts: { gcp: { a: { key: SEALED }, b: { key: SEALED } } },
      secrets: { dns: { token: SEALED } },
    });
    expect(problems).toEqual([]);
    expect(settings?.artifacts).toMatchObject({
      accounts: { gcp: { entries: ["a", "b"] } },
      secrets: { dns: {} },
    });
  });

  it("may be encrypted as a whole", () => {
    expect(checkSecrets(SEALED).problems).toEqual([]);
  });

  it("tells what is missing, with the command that sets it", () => {
    const { problems } = checkSecrets({ accounts: { gcp: { a: { key: SEALED }, b: {} } } });
    expect(problems).toMatchObject([
      {
        path: "artifactsSecrets.accounts.gcp.b",
        fix: "pulumi config set --secret --path 'groundplan:artifactsSecrets.accounts.gcp.b.<key>'",
      },
      {
        path: "artifactsSecrets.secrets.dns",
        fix: "pulumi config set --secret --path 'groundplan:artifactsSecrets.secrets.dns.<key>'",
      },
    ]);
  });

  it("refuses contents of what nobody declared", () => {
    const found = checkSecrets({
      accounts: { gcp: { a: { key: SEALED }, b: { key: SEALED }, c: { key: SEALED } }, aws: {} },
      secrets: { dns: { token: SEALED }, dsn: { token: SEALED } },
    });
    expect(pathsOf(found)).toEqual([
      "artifactsSecrets.accounts.aws",
      "artifactsSecrets.secrets.dsn",
      "artifactsSecrets.accounts.gcp.c",
    ]);
  });
});
