import type * as pulumi from "@pulumi/pulumi";
import type { Bag } from "./host-calls.js";

const providers = new Map<string, pulumi.dynamic.ResourceProvider>();

/**
 * The provider object of a kind, one for each name. Its text is stored in every resource's state, and later
 * releases must still run it, so the methods hold nothing but a call of the frozen entry
 * `groundplan/provider-host` and capture nothing but the name. A test pins the text; change nothing here
 * without recording the text of the release before.
 */
export function thinProvider(kind: string): pulumi.dynamic.ResourceProvider {
  const known = providers.get(kind);
  if (known !== undefined) return known;
  const provider: pulumi.dynamic.ResourceProvider = {
    async configure(request) {
      await (await import("groundplan/provider-host")).call(kind, "configure", request.config);
    },
    async check(olds: Bag, news: Bag) {
      return (await import("groundplan/provider-host")).call(kind, "check", olds, news);
    },
    async diff(id, olds: Bag, news: Bag) {
      return (await import("groundplan/provider-host")).call(kind, "diff", id, olds, news);
    },
    async create(inputs: Bag) {
      return (await import("groundplan/provider-host")).call(kind, "create", inputs);
    },
    async read(id, props?: Bag) {
      return (await import("groundplan/provider-host")).call(kind, "read", id, props);
    },
    async update(id, olds: Bag, news: Bag) {
      return (await import("groundplan/provider-host")).call(kind, "update", id, olds, news);
    },
    async delete(id, props: Bag) {
      await (await import("groundplan/provider-host")).call(kind, "delete", id, props);
    },
  };
  providers.set(kind, provider);
  return provider;
}
