import { z } from "zod";
import { parseChallenges, type Challenge } from "./challenge.js";
import { RegistryError } from "./errors.js";
import { mayCarryCredentials } from "./trusted-address.js";
import type { WireAnswer } from "./transport.js";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What an authenticator needs of the world. */
export interface AuthOptions {
  /** Where the registry's requests go. */
  readonly endpoint: URL;
  /** Left out for anonymous access. */
  readonly credentials?: Credentials | undefined;
  /** Sends one GET to a token service, with retries. */
  fetchToken(
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<WireAnswer>;
  /** Milliseconds since the epoch. */
  now(): number;
}

const tokenAnswer = z.object({
  token: z.string().optional(),
  access_token: z.string().optional(),
  expires_in: z.number().optional(),
});
/** What the token specification says of tokens without a lifetime. */
const DEFAULT_LIFE_S = 60;
/** Tokens are renewed this long before they expire, or at half their life, so that none expires on its way. */
const MARGIN_MS = 5_000;

/**
 * Authenticates as registries ask for it: with Basic, or with a Bearer token per repository from the token service
 * that the registry names. A password is only sent to addresses of {@link mayCarryCredentials}.
 */
export class Authenticator {
  private basic = false;
  private readonly tokens = new Map<string, { readonly token: string; readonly expires: number }>();

  constructor(private readonly options: AuthOptions) {}

  /** Value of the Authorization header as far as it is known before the registry asks. */
  authorization(scope: string): string | undefined {
    const known = this.tokens.get(scope);
    if (known !== undefined && known.expires > this.options.now()) return `Bearer ${known.token}`;
    return this.basic ? this.basicValue() : undefined;
  }

  /**
   * Answers a refusal.
   * @param refused The Authorization header that was refused, if one was sent.
   * @returns Whether another attempt makes sense.
   */
  async respond(
    answer: WireAnswer,
    scope: string,
    refused: string | undefined,
    where: string,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const challenges = parseChallenges(answer.headers.get("www-authenticate") ?? "");
    const bearer = challenges.find(({ scheme }) => scheme === "bearer");
    if (bearer !== undefined) {
      this.tokens.delete(scope);
      await this.obtainToken(bearer, scope, where, signal);
      return true;
    }
    const offersBasic = challenges.some(({ scheme }) => scheme === "basic");
    if (!offersBasic || this.options.credentials === undefined || refused?.startsWith("Basic ") === true)
      return false;
    this.basic = true;
    return true;
  }

  private async obtainToken(
    { parameters }: Challenge,
    scope: string,
    where: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const realm = parameters.get("realm") ?? "";
    if (!URL.canParse(realm) || !/^https?:/.test(realm)) {
      throw new RegistryError("BadAnswer", {
        what: "the registry names no address of its token service",
        where,
      });
    }
    const url = new URL(realm);
    const service = parameters.get("service");
    if (service !== undefined) url.searchParams.set("service", service);
    url.searchParams.set("scope", scope);
    if (this.options.credentials !== undefined) this.assertMayCarry(url, where);
    const authorization = this.basicValue();
    const answer = await this.options.fetchToken(
      url,
      authorization === undefined ? {} : { authorization },
      signal,
    );
    if (answer.status === 401 || answer.status === 403) throw this.unauthorized(where, answer.status);
    const token = answer.status === 200 ? readToken(answer.body) : undefined;
    if (token === undefined) {
      const what = `the token service ${url.origin} answers ${answer.status} without a token`;
      throw new RegistryError("BadAnswer", { what, where });
    }
    const margin = Math.min(MARGIN_MS, token.lifeMs / 2);
    this.tokens.set(scope, { token: token.value, expires: this.options.now() + token.lifeMs - margin });
  }

  /** The error of a request that is refused for good. */
  unauthorized(where: string, status: number): RegistryError {
    const { credentials } = this.options;
    const who = credentials === undefined ? "without credentials" : `for the user "${credentials.username}"`;
    const verb = status === 403 ? "forbids this" : "refuses access";
    return new RegistryError("Unauthorized", {
      what: `the registry ${verb} ${who}`,
      where,
      next:
        credentials === undefined
          ? "Set username and password of this registry in the stack's configuration"
          : "Check username and password of this registry, and that the user may pull. Changed secrets reach refresh and destroy with --run-program",
    });
  }

  private assertMayCarry(url: URL, where: string): void {
    if (mayCarryCredentials(url, this.options.endpoint)) return;
    throw new RegistryError("Unauthorized", {
      what: `the registry wants the password at ${url.origin}, which is not encrypted; it was not sent`,
      where,
      next: "Serve the token service over https",
    });
  }

  private basicValue(): string | undefined {
    const { credentials } = this.options;
    if (credentials === undefined) return undefined;
    return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`;
  }
}

function readToken(body: Buffer): { readonly value: string; readonly lifeMs: number } | undefined {
  let document: unknown;
  try {
    document = JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
  const parsed = tokenAnswer.safeParse(document);
  const value = parsed.data?.token ?? parsed.data?.access_token;
  if (value === undefined || value === "") return undefined;
  return { value, lifeMs: (parsed.data?.expires_in ?? DEFAULT_LIFE_S) * 1000 };
}
