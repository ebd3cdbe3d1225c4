import { isObject } from "../../model/shared/json.js";
import type { Api } from "./api.js";
import { apiVersionOf } from "./objects.js";
import type { ApiResource, GroupVersionKind } from "./types.js";

/** Aggregated discovery in its stable and its beta form, then what every server speaks. */
const ACCEPT = [
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
  "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList",
  "application/json",
].join(",");

/** What a server serves, asked once and kept. */
export class Discovery {
  private known: Promise<Map<string, ApiResource>> | undefined;
  private readonly asking = new Map<string, Promise<readonly ApiResource[]>>();

  constructor(private readonly api: Api) {}

  /** Every resource, from what is known; asks the server the first time. */
  async resources(): Promise<readonly ApiResource[]> {
    return [...(await this.all()).values()];
  }

  /** From what is known; on a miss the server is asked for that one group and version. */
  async resource(gvk: GroupVersionKind): Promise<ApiResource | undefined> {
    const known = await this.all();
    const found = known.get(key(gvk));
    if (found !== undefined) return found;
    for (const resource of await this.groupVersion(gvk)) known.set(key(resource), resource);
    return known.get(key(gvk));
  }

  /** Drops a resource whose path turned out not to be served any more. */
  async forget(gvk: GroupVersionKind): Promise<void> {
    (await this.all()).delete(key(gvk));
  }

  private all(): Promise<Map<string, ApiResource>> {
    this.known ??= this.ask().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  private async ask(): Promise<Map<string, ApiResource>> {
    const roots = await Promise.all([this.document("/api", ACCEPT), this.document("/apis", ACCEPT)]);
    const resources = await Promise.all(
      roots.map(async (root) =>
        root["kind"] === "APIGroupDiscoveryList" ? aggregated(root) : this.oneByOne(root),
      ),
    );
    return new Map(resources.flat().map((resource) => [key(resource), resource]));
  }

  /** For servers without aggregated discovery. A group whose own server is down is left out, as kubectl does. */
  private async oneByOne(root: Record<string, unknown>): Promise<ApiResource[]> {
    const versions =
      root["kind"] === "APIVersions"
        ? strings(root["versions"]).map((version) => ({ group: "", version }))
        : objects(root["groups"]).flatMap((group) =>
            objects(group["versions"]).map(({ version }) => ({
              group: String(group["name"]),
              version: String(version),
            })),
          );
    const asked = await Promise.allSettled(versions.map((gv) => this.groupVersion(gv)));
    return asked.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  }

  /** Only a 404 says that nothing is served; a group whose server is down must not pass for an absent one. */
  private groupVersion(gv: {
    readonly group: string;
    readonly version: string;
  }): Promise<readonly ApiResource[]> {
    const path = gv.group === "" ? `/api/${gv.version}` : `/apis/${gv.group}/${gv.version}`;
    const request = { ...about, path, repeat: "always" } as const;
    const ask = async (): Promise<readonly ApiResource[]> => {
      const { status, body } = await this.api.exchange(request);
      if (status === 404) return [];
      if (status >= 400) throw this.api.refused(status, body, request);
      return isObject(body) ? listed(body, gv) : [];
    };
    const asking = this.asking.get(path) ?? ask().finally(() => this.asking.delete(path));
    this.asking.set(path, asking);
    return asking;
  }

  private async document(path: string, accept: string): Promise<Record<string, unknown>> {
    const { body } = await this.api.send({ ...about, path, accept, repeat: "always" });
    return isObject(body) ? body : {};
  }
}

const about = { method: "GET", about: "API discovery", doing: "ask what is served" } as const;

function key(gvk: GroupVersionKind): string {
  return `${apiVersionOf(gvk)}/${gvk.kind}`;
}

/** The form of `apidiscovery.k8s.io/v2`. */
function aggregated(root: Record<string, unknown>): ApiResource[] {
  return objects(root["items"]).flatMap((group) => {
    const metadata = isObject(group["metadata"]) ? group["metadata"] : {};
    const name = typeof metadata["name"] === "string" ? metadata["name"] : "";
    return objects(group["versions"]).flatMap((version) =>
      objects(version["resources"]).map((resource) => {
        const kind = isObject(resource["responseKind"]) ? resource["responseKind"] : {};
        return {
          group: name,
          version: String(version["version"]),
          kind: String(kind["kind"]),
          plural: String(resource["resource"]),
          namespaced: resource["scope"] === "Namespaced",
          verbs: strings(resource["verbs"]),
          subresources: objects(resource["subresources"]).map(({ subresource }) => String(subresource)),
        };
      }),
    );
  });
}

/** The form of one `APIResourceList`, where subresources stand beside their resource as `plural/subresource`. */
function listed(
  list: Record<string, unknown>,
  gv: { readonly group: string; readonly version: string },
): ApiResource[] {
  const entries = objects(list["resources"]).map((entry) => ({ entry, name: String(entry["name"]) }));
  return entries
    .filter(({ name }) => !name.includes("/"))
    .map(({ entry, name }) => ({
      group: gv.group,
      version: gv.version,
      kind: String(entry["kind"]),
      plural: name,
      namespaced: entry["namespaced"] === true,
      verbs: strings(entry["verbs"]),
      subresources: entries
        .filter((other) => other.name.startsWith(`${name}/`))
        .map((other) => other.name.slice(name.length + 1)),
    }));
}

function objects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === "string") : [];
}
