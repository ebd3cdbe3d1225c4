import type { AnyWorkload } from "../../model/reservation/types/any-workload.js";
import type { Decoded } from "../../model/reservation/wire/decode.js";
import { directoryNode, directoryUser, idOf, paymentInformation } from "./answers.js";
import { ExplorerError, isExplorerError } from "./errors.js";
import { type Answer, exchange, type Request } from "./exchange.js";
import { openTransport } from "./transport.js";
import type { CallOptions, ExplorerClient, ExplorerOptions } from "./types.js";

/** Most that a page may have. */
const PAGE_SIZE = 1000;

/** A client of the explorer at an address. Nothing is connected before the first call. */
export function connectExplorer(options: ExplorerOptions): ExplorerClient {
  const server = options.url.replace(/\/+$/, "").replace(/\/api\/v1$/, "");
  const { wire, pace = {}, now = Date.now } = options;
  const transport = openTransport(options.ca);
  const send = (request: Request): Promise<Answer> => exchange(transport, server, request, pace);

  const get = async (path: string, about: string, { signal }: CallOptions = {}): Promise<unknown> => {
    try {
      return (await send({ method: "GET", path, about, repeat: "always", signal })).body;
    } catch (error) {
      if (isExplorerError(error, "NotFound")) return undefined;
      throw error;
    }
  };
  const decoded = <T>(result: Decoded<T>, about: string): T => {
    if (result.ok) return result.value;
    const faults = result.problems.map(({ path, reason }) => `${path}: ${reason}`);
    throw new ExplorerError("BadAnswer", {
      what: `cannot be read: ${faults.join("; ")}`,
      where: `${about} on ${server}`,
      next: "The explorer is of another version than this program knows",
    });
  };

  return {
    where: server,
    async postWorkload(workload, signer, { signal } = {}) {
      const about = `workload for node ${workload.nodeId}`;
      const { body } = await send({
        ...{ method: "POST", path: "/reservations/workloads", about, repeat: "unsent", signal },
        headers: signer(Math.floor(now() / 1000)),
        body: wire.encodeWorkload(workload),
      });
      return idOf(body, about, server);
    },
    async workload(id, callOptions) {
      const about = `workload ${id}`;
      const body = await get(`/reservations/workloads/${segment(id)}`, about, callOptions);
      return body === undefined ? undefined : decoded(wire.decodeWorkload(body), about);
    },
    async workloads({ customerTid, workloadType }, { signal } = {}) {
      const about = `workloads of user ${customerTid}`;
      // Pages shift when something is listed meanwhile, so that a workload may be on two of them.
      const found = new Map<string, AnyWorkload>();
      for (let page = 1, last = false; !last; page += 1) {
        const query = {
          customer_tid: customerTid,
          workload_type: workloadType === undefined ? undefined : String(workloadType),
          page: String(page),
          size: String(PAGE_SIZE),
        };
        const path = "/reservations/workloads";
        const { body, pages } = await send({ method: "GET", path, query, about, repeat: "always", signal });
        const rows = list(body, about, server);
        for (const row of rows) {
          const result = wire.decodeWorkload(row);
          // Old records that no codec reads must not hide the others.
          if (result.ok) found.set(result.value.id, result.value);
        }
        last = rows.length === 0 || (pages === undefined ? rows.length < PAGE_SIZE : page >= pages);
      }
      return [...found.values()];
    },
    async signDelete(id, signature, { signal } = {}) {
      const path = `/reservations/workloads/${segment(id)}/sign/delete`;
      const about = `deletion of workload ${id}, signed by user ${signature.tid}`;
      const body = wire.encodeSignature(signature);
      const reasons = { 400: "Conflict", 401: "SignatureRefused" } as const;
      try {
        await send({ method: "POST", path, about, body, reasons, repeat: "always", signal });
      } catch (error) {
        // Everything else that is wrong with a signature is answered by 401.
        if (!isExplorerError(error, "Conflict")) throw error;
      }
    },
    async postPool(order, { signal } = {}) {
      const about = `order for a capacity pool of ${order.dataReservation.nodeIds.length} nodes`;
      const { body } = await send({
        ...{ method: "POST", path: "/reservations/pools", about, repeat: "unsent", signal },
        body: wire.encodeOrder(order),
      });
      return paymentInformation(body, about, server);
    },
    async pool(id, callOptions) {
      const about = `capacity pool ${id}`;
      const body = await get(`/reservations/pools/${segment(id)}`, about, callOptions);
      return body === undefined ? undefined : decoded(wire.decodePool(body), about);
    },
    async poolsOf(tid, callOptions) {
      const about = `capacity pools of user ${tid}`;
      const body = await get(`/reservations/pools/owner/${segment(tid)}`, about, callOptions);
      return list(body, about, server).map((row) => decoded(wire.decodePool(row), about));
    },
    async node(nodeId, callOptions) {
      const about = `node ${nodeId}`;
      const body =
        (await get(`/nodes/${segment(nodeId)}`, about, callOptions)) ??
        (await get(`/gateways/${segment(nodeId)}`, `gateway ${nodeId}`, callOptions));
      return body === undefined ? undefined : directoryNode(body, about, server);
    },
    async user(tid, callOptions) {
      const about = `user ${tid}`;
      const body = await get(`/users/${segment(tid)}`, about, callOptions);
      return body === undefined ? undefined : directoryUser(body, about, server);
    },
    close: () => transport.close(),
  };
}

function segment(text: string): string {
  return encodeURIComponent(text);
}

/** Go's servers write a list without elements as `null`. */
function list(body: unknown, about: string, server: string): readonly unknown[] {
  if (body === undefined || body === null) return [];
  if (Array.isArray(body)) return body;
  throw new ExplorerError("BadAnswer", { what: "the answer is no list", where: `${about} on ${server}` });
}
