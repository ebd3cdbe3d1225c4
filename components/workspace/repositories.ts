import { Failure } from "../../model/shared/errors.js";
import {
  repositorySecrets,
  repositorySettings,
  type RepositorySecrets,
  type RepositorySettings,
} from "../../model/shared/targets/repository.js";
import { credentialTemplate } from "../../model/workspace/git/credential-template.js";
import { isSameRepository } from "../../model/workspace/git/repository-url.js";
import { connectRepository, type GitClient, repositoryAddress } from "../../providers/targets/repository.js";
import { configEntries } from "../stack-config.js";

/** A repository by its name in the stack's configuration, or any by its address. */
export type RepositoryRef = { readonly name: string } | { readonly url: string };

/** A repository that can be read. */
export interface OpenRepository {
  readonly url: string;
  /** Whether its credentials are those of a template. */
  readonly inheritedCreds: boolean;
  readonly client: GitClient;
}

/** What the stack's configuration says of one repository or template. */
export interface ConfiguredRepository {
  readonly name: string;
  readonly settings: RepositorySettings;
  readonly secrets: RepositorySecrets;
  /** Address; of a template, what addresses begin with. */
  readonly url: string;
}

/**
 * The repositories of the stack's configuration, each opened once. Their secrets stay in this process: no resource
 * ever gets one.
 */
export class Repositories {
  readonly #opened = new Map<string, Promise<OpenRepository>>();

  private constructor(
    private readonly all: readonly ConfiguredRepository[],
    private readonly signal: AbortSignal | undefined,
  ) {}

  /**
   * Reads `groundplan:repositories` and its secrets.
   *
   * @param signal ends what is asked of repositories
   * @throws Failure for an entry that is not as it must be
   */
  static async configured(signal?: AbortSignal): Promise<Repositories> {
    const secrets = configEntries("repositoriesSecrets");
    const entries = Object.entries(configEntries("repositories"));
    return new Repositories(
      await Promise.all(entries.map(([name, value]) => configured(name, value, secrets[name]))),
      signal,
    );
  }

  /** Repositories, without the templates. */
  get declared(): readonly ConfiguredRepository[] {
    return this.all.filter(({ settings }) => !settings.template);
  }

  /** Templates of credentials. */
  get templates(): readonly ConfiguredRepository[] {
    return this.all.filter(({ settings }) => settings.template);
  }

  /**
   * Opens a repository; nothing is asked of it yet. One that is not declared has the credentials of a template, or
   * none.
   *
   * @throws Failure for a name that is not declared
   */
  open(ref: RepositoryRef): Promise<OpenRepository> {
    const found = this.find(ref);
    let opened = this.#opened.get(found.url);
    if (opened === undefined) {
      opened = this.connect(found);
      this.#opened.set(found.url, opened);
    }
    return opened;
  }

  private find(ref: RepositoryRef): ConfiguredRepository {
    if ("url" in ref) {
      const declared = this.declared.find(({ url }) => isSameRepository(url, ref.url));
      return (
        declared ?? { name: ref.url, settings: repositorySettings.parse(ref), secrets: {}, url: ref.url }
      );
    }
    const declared = this.declared.find(({ name }) => name === ref.name);
    if (declared !== undefined) return declared;
    const isTemplate = this.templates.some(({ name }) => name === ref.name);
    throw new Failure({
      what: isTemplate ? "is a template of credentials, not a repository" : "is not in the configuration",
      where: `groundplan:repositories.${ref.name}`,
      next: "Declare the repository with its own address",
    });
  }

  private async connect({ name, settings, secrets, url }: ConfiguredRepository): Promise<OpenRepository> {
    const template = hasCredentials(settings, secrets) ? undefined : credentialTemplate(url, this.templates);
    if (template === undefined) {
      const client = await connectRepository(name, settings, secrets, this.signal);
      return { url, inheritedCreds: false, client };
    }
    const { username, passwordFile, caFile, hostKeys } = template.settings;
    const inherited = {
      ...settings,
      username,
      passwordFile,
      caFile: settings.caFile ?? caFile,
      hostKeys: [...settings.hostKeys, ...hostKeys],
    };
    const client = await connectRepository(name, inherited, template.secrets, this.signal);
    return { url, inheritedCreds: true, client };
  }
}

async function configured(name: string, value: unknown, secret: unknown): Promise<ConfiguredRepository> {
  const settings = repositorySettings.safeParse(value);
  const secrets = repositorySecrets.safeParse(secret ?? {});
  if (settings.success && secrets.success) {
    const url = await repositoryAddress(name, settings.data);
    return { name, settings: settings.data, secrets: secrets.data, url };
  }
  const paths = [settings, secrets].flatMap(
    ({ error }) => error?.issues.map(({ path }) => path.join(".")) ?? [],
  );
  throw new Failure({
    what: `${paths.join(", ")} is not as it must be`,
    where: `groundplan:repositories.${name}`,
    next: "`groundplan config check Pulumi.<stack>.yaml` says what is expected",
  });
}

function hasCredentials(settings: RepositorySettings, secrets: RepositorySecrets): boolean {
  return (
    settings.username !== undefined ||
    settings.passwordFile !== undefined ||
    Object.values(secrets).some((secret) => secret !== undefined)
  );
}
