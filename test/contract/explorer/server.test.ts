import { z } from "zod";
import { challengeOfWorkload } from "../../../model/reservation/sign/challenge.js";
import { signHex } from "../../../model/reservation/sign/signature.js";
import { capacityPoolSchema } from "../../../model/reservation/types/capacity-pool.js";
import { publicIPSchema } from "../../../model/reservation/types/public-ip.js";
import { orderPool } from "../../../model/reservation/sign/order-pool.js";
import { deletableByCustomer, orderWorkload } from "../../../model/reservation/sign/order.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { EXPLORER_WIRE } from "../../../providers/targets/explorer.js";
import { ALICE, BOB, ExplorerScene } from "../../support/explorer/scene.js";
import type { ExplorerOptions } from "../../support/explorer/world.js";
import { SEEDS } from "../../unit/reservation/vectors/keys.js";
import { WORKLOAD_VECTORS } from "../../unit/reservation/vectors/workloads.js";
import { isObject } from "../../../model/shared/json.js";
import { containing } from "../../support/text-matchers.js";

// What tests against this server rely on, where real explorers would surprise them.

let scene: ExplorerScene;
let pool: string;

async function open(options: ExplorerOptions = {}): Promise<void> {
  scene = await ExplorerScene.open(options);
  pool = await scene.pool();
}
beforeEach(() => open());
afterEach(() => scene.close());

const idAnswer = z.object({ reservation_id: z.int() });

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${scene.server.url}/api/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const headersNow = (): Record<string, string> => scene.signer()(Math.floor(Date.now() / 1000));

async function posted(workload: AnyWorkload = scene.volume(pool)): Promise<AnyWorkload> {
  const id = await scene.client.postWorkload(workload, scene.signer());
  const stored = scene.server.world.workloads.get(id);
  if (stored === undefined) throw new Error("nothing was stored");
  return stored;
}

const signature = (workload: AnyWorkload, action: "provision" | "delete", user = ALICE) => ({
  tid: Number(user.tid),
  signature: signHex(challengeOfWorkload(workload, action, user.tid).message, user.seed),
  epoch: 0,
});

const sharedBy = (...signers: string[]) => ({ signers, quorumMin: signers.length });

describe("signatures of requests", () => {
  it("are those of the reference", async () => {
    await scene.close();
    await open({ maxSkew: Number.POSITIVE_INFINITY });
    const user = { tid: "7", seed: new TextEncoder().encode("12345678901234567890123456789012") };
    scene.server.world.addUser(user.tid, user.seed);
    const headers = {
      Authorization:
        'Signature keyId="7",algorithm="ed25519",created="1582937602",expires="1582937662",' +
        'headers="(created) date threebot-id",' +
        'signature="ACglJOHK99Hyo1eQeFIgvtWCL3xN3NjxnnY1vr3jZjnX52oZ3ctZblcBM46pbPkDsEUev/mmjSFwcf6lh6xlDw=="',
      Date: "Sat, 29 Feb 2020 00:53:22 GMT",
      "Threebot-Id": "7",
    };
    expect(scene.signer(user)(1582937602)).toEqual(headers);
    const body = EXPLORER_WIRE.encodeWorkload(scene.volume(pool, {}, user));
    expect(await ask("POST", "/reservations/workloads", body, headers)).toMatchObject({ status: 201 });
  });

  it.each<[string, (headers: Record<string, string>) => Record<string, string>]>([
    ["none", () => ({})],
    ["another date", (headers) => ({ ...headers, Date: "Sat, 29 Feb 2020 00:53:22 GMT" })],
    ["another user's id", (headers) => ({ ...headers, "Threebot-Id": "11" })],
    [
      "a number without quotes",
      ({ Authorization = "", ...rest }) => ({
        ...rest,
        Authorization: Authorization.replace(/created="(\d+)"/, "created=$1"),
      }),
    ],
  ])("are refused: %s", async (_what, change) => {
    const body = EXPLORER_WIRE.encodeWorkload(scene.volume(pool));
    const answer = await ask("POST", "/reservations/workloads", body, change(headersNow()));
    expect(answer).toMatchObject({ status: 401, body: { error: containing("") } });
    expect(answer.headers.get("www-authenticate")).toBe("Signature");
  });
});

describe("workloads", () => {
  it("have no keys that their type does not have", async () => {
    const wire = EXPLORER_WIRE.encodeWorkload(scene.volume(pool));
    const body = { ...(isObject(wire) ? wire : {}), colour: "red" };
    expect(await ask("POST", "/reservations/workloads", body, headersNow())).toMatchObject({
      status: 400,
      body: { error: containing("colour") },
    });
  });

  it("get their state, version, time and signatures from the explorer", async () => {
    const wanted = scene.volume(pool, { nextAction: 6, version: 7, epoch: 5 });
    expect(await posted(wanted)).toMatchObject({ nextAction: 3, version: 2, signaturesDelete: [] });
    expect((await posted(wanted)).epoch).toBeGreaterThan(5);
  });

  it("are deployed at once, whatever quorum they have; a strict explorer waits for it", async () => {
    const wanted = scene.volume(pool, { signingRequestProvision: sharedBy("7", "11") });
    const deployed = await posted(wanted);
    const path = `/reservations/workloads/${deployed.id}/sign/provision`;
    expect(await ask("POST", path, signature(deployed, "provision"))).toMatchObject({
      status: 401,
      body: { error: "workload not expecting signatures" },
    });

    await scene.close();
    await open({ heedQuorum: true });
    const waiting = await posted(scene.volume(pool, { signingRequestProvision: sharedBy("7", "11") }));
    expect(waiting.nextAction).toBe(1);
    for (const user of [ALICE, BOB]) {
      const signed = await ask(
        "POST",
        `/reservations/workloads/${waiting.id}/sign/provision`,
        signature(waiting, "provision", user),
      );
      expect(signed).toMatchObject({ status: 201, body: null });
    }
    expect(scene.server.world.workloads.get(waiting.id)).toMatchObject({ nextAction: 3 });
  });

  it("are to be deleted when enough have signed, which the stored state tells later", async () => {
    const workload = await posted(scene.volume(pool, { signingRequestDelete: sharedBy("7", "11") }));
    const path = `/reservations/workloads/${workload.id}/sign/delete`;
    const outsider = { ...signature(workload, "delete", BOB), tid: 12 };
    expect(await ask("POST", path, outsider)).toMatchObject({ status: 401 });
    expect(await ask("POST", path, { ...signature(workload, "delete"), signature: "xy" })).toMatchObject({
      status: 401,
    });
    expect(await ask("POST", path, signature(workload, "provision"))).toMatchObject({ status: 401 });
    expect(await ask("POST", path, signature(workload, "delete"))).toMatchObject({ status: 201, body: null });
    expect(await ask("POST", path, signature(workload, "delete"))).toMatchObject({
      status: 400,
      body: { error: "user already signed" },
    });
    expect(await ask("POST", path, signature(workload, "delete", BOB))).toMatchObject({ status: 201 });

    scene.server.nodesWork = false;
    const filtered = (state: number): Promise<Answer> =>
      ask("GET", `/reservations/workloads?customer_tid=7&next_action=${state}`);
    expect((await filtered(4)).body).toBeNull();
    expect(await filtered(3)).toMatchObject({ body: [{ id: Number(workload.id), next_action: 4 }] });
  });

  it("come in pages", async () => {
    for (let count = 0; count < 3; count += 1) await posted();
    const first = await ask("GET", "/reservations/workloads?size=2");
    expect(first.headers.get("pages")).toBe("2");
    expect(first.body).toHaveLength(2);
    expect((await ask("GET", "/reservations/workloads?size=2&page=2")).body).toHaveLength(1);
    expect(await ask("GET", "/reservations/workloads?page=0")).toMatchObject({ status: 400 });
  });

  it("of public addresses have one that is the farm's, and nobody else's", async () => {
    scene.server.world.farms.get("1")?.addresses.set("185.69.166.10/24", "0");
    await scene.client.postPool(
      orderPool(
        {
          ...{ poolId: pool, cus: 0, sus: 0, ipv4us: 1000, currencies: [] },
          nodeIds: [scene.node1.nodeId, scene.node2.nodeId],
        },
        ALICE,
      ),
    );
    const address = (ipaddress: string) =>
      orderWorkload(
        deletableByCustomer(
          publicIPSchema.parse({
            nodeId: scene.node1.nodeId,
            poolId: pool,
            customerTid: "7",
            epoch: 1,
            ipaddress,
          }),
        ),
        ALICE,
      );
    await posted(address("185.69.166.10/24"));
    await expect(posted(address("185.69.166.10/24"))).rejects.toMatchObject({
      reason: "Conflict",
      status: 409,
    });
    await expect(posted(address("192.0.2.1/24"))).rejects.toMatchObject({ reason: "NotFound" });
  });
});

describe("what was signed by the reference's own code", () => {
  const seed = SEEDS["7"];

  it.each(WORKLOAD_VECTORS.map((vector) => [vector.name, vector] as const))(
    "is taken and deleted: %s",
    async (_name, vector) => {
      const { world } = scene.server;
      world.addUser("7", seed);
      const nodeId = String(vector.wire["node_id"]);
      const units = { cus: 1e9, sus: 1e9, ipv4us: 1e9 };
      const poolId = String(vector.wire["pool_id"]);
      world.pools.set(
        poolId,
        capacityPoolSchema.parse({ poolId, customerTid: "7", nodeIds: [nodeId], ...units }),
      );
      world.nodes.set(nodeId, { ...scene.node1, nodeId, online: false });
      world.farms.get("1")?.addresses.set("185.69.166.10/24", "0");
      const body = {
        ...{ ...vector.wire, customer_signature: vector.customer },
        signing_request_delete: { signers: [7], quorum_min: 1 },
      };
      const headers = scene.signer({ tid: "7", seed })(Math.floor(Date.now() / 1000));
      const changed = { ...body, description: "changed" };
      expect(await ask("POST", "/reservations/workloads", changed, headers)).toMatchObject({ status: 400 });
      const { body: answer } = await ask("POST", "/reservations/workloads", body, headers);
      const id = idAnswer.parse(answer).reservation_id;

      const stored = world.workloads.get(String(id));
      if (stored === undefined) throw new Error("nothing was stored");
      const path = `/reservations/workloads/${id}/sign/delete`;
      const signed = { tid: 7, signature: vector.delete, epoch: 0 };
      expect(await ask("POST", path, signed)).toMatchObject({ status: 401 });
      world.workloads.set(stored.id, { ...stored, epoch: Number(vector.wire["epoch"]) });
      expect(await ask("POST", path, signed)).toMatchObject({ status: 201 });
      expect(await scene.client.workload(stored.id)).toMatchObject({ nextAction: 4 });
    },
  );
});

describe("nodes", () => {
  it("ask for work, report results and deletions without proving who they are", async () => {
    scene.server.nodesWork = false;
    const workload = await posted();
    const gwid = `${workload.id}-1`;
    const { nodeId } = scene.node1;
    expect(await ask("GET", `/reservations/nodes/${nodeId}/workloads`)).toMatchObject({ status: 400 });
    const work = await ask("GET", `/reservations/nodes/${nodeId}/workloads?from=0`);
    expect(work).toMatchObject({
      body: [{ workload_id: gwid, user: "7", type: 2, content: { size: 10 }, to_delete: false }],
    });
    expect(work.headers.get("x-last-id")).toBe(workload.id);
    expect(await ask("GET", `/reservations/nodes/workloads/${gwid}`)).toMatchObject({
      body: { workload_id: gwid },
    });

    const result = { category: 2, state: 1, message: "", data_json: { volume_id: gwid } };
    const path = `/reservations/nodes/${nodeId}/workloads/${gwid}`;
    expect(await ask("PUT", path, result)).toMatchObject({ status: 201, body: null });
    expect(await scene.client.workload(workload.id)).toMatchObject({
      result: { state: 1, workloadId: gwid, nodeId, category: 3, dataJson: `{"volume_id":"${gwid}"}` },
    });
    expect(await scene.client.pool(pool)).toMatchObject({ activeSu: 0.033 });
    expect(await ask("DELETE", path)).toMatchObject({ status: 200, body: null });
    expect(await scene.client.workload(workload.id)).toMatchObject({ nextAction: 6, result: { state: 2 } });
    expect(await scene.client.pool(pool)).toMatchObject({ activeSu: 0 });
  });

  it("that fail end their workloads and free the pool", async () => {
    scene.server.nodesWork = false;
    const workload = await posted();
    const path = `/reservations/nodes/${scene.node1.nodeId}/workloads/${workload.id}-1`;
    await ask("PUT", path, { category: 2, state: 1 });
    await ask("PUT", path, { category: 2, state: 0, message: "disk died" });
    expect(await scene.client.workload(workload.id)).toMatchObject({ nextAction: 4, result: { state: 0 } });
    expect(await scene.client.pool(pool)).toMatchObject({ activeSu: 0 });
  });
});

it("numbers beyond what JavaScript counts are written with all digits", async () => {
  const response = await fetch(`${scene.server.url}/api/v1/reservations/pools/${pool}`);
  expect(await response.text()).toContain('"empty_at":9223372036854775807');
});

it("unknown routes are not found", async () => {
  expect(await ask("GET", "/reservations/gateways")).toMatchObject({ status: 404 });
  expect(await ask("GET", "/prices")).toMatchObject({ body: { CuPriceDollarMonth: 0.1 } });
});
