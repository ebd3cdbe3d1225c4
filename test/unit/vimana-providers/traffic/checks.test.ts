import { rolloutSchema } from "../../../../model/vimana/schema.js";
import { measure } from "../../../../providers/vimana/checks/measure.js";
import { type CheckAnswer, CheckServer, vector } from "../../../contract/vimana/traffic-check-server.js";

type Check = Parameters<typeof measure>[1];

const SUBJECT = { version: "1.1.0", service: "s-abc" };

async function answering<T>(
  answer: CheckAnswer | undefined,
  act: (server: CheckServer) => Promise<T>,
): Promise<T> {
  const server = await CheckServer.start(() => answer);
  try {
    return await act(server);
  } finally {
    await server.stop();
  }
}

function checkOf(given: Readonly<Record<string, unknown>>): Check {
  const text = { to: "1.1.0", deadline: "1m", steps: [{ weight: 100 }], checks: { it: given } };
  const check = rolloutSchema.parse(text).checks["it"];
  if (check === undefined) throw new Error("no check");
  return check;
}

function measured(check: Check, signal = new AbortController().signal): ReturnType<typeof measure> {
  return measure("it", check, SUBJECT, signal);
}

describe("an HTTP check", () => {
  test.each([
    [200, undefined, "good", "status 200"],
    [204, undefined, "good", "status 204"],
    [503, undefined, "bad", "status 503, not 2xx, from "],
    [404, "== 404", "good", "status 404"],
    [200, "< 200", "bad", "status 200, not < 200, from "],
  ])("that is answered %i and wants %s is %s", async (status, successWhen, verdict, text) => {
    await answering({ status }, async ({ address }) => {
      const http = { url: `${address}/health` };
      const found = await measured(checkOf({ http, ...(successWhen === undefined ? {} : { successWhen }) }));
      expect(found).toEqual({ verdict, text: text.endsWith(" ") ? `${text}${address}/health` : text });
    });
  });

  test("that nobody answers is bad", async () => {
    const address = await answering({}, (server) => Promise.resolve(server.address));
    const found = await measured(checkOf({ http: { url: address } }));
    expect(found).toEqual({
      verdict: "bad",
      text: expect.stringMatching(/ECONNREFUSED.* from http:/) as unknown,
    });
  });

  test("that is not answered in time is bad", async () => {
    await answering(undefined, async ({ address }) => {
      const found = await measured(checkOf({ http: { url: address, timeout: "50ms" } }));
      expect(found).toEqual({ verdict: "bad", text: `no answer within 0.05 s from ${address}/` });
    });
  });

  test("sends the password of its address as a header and never shows it", async () => {
    await answering({ status: 500 }, async ({ address, requests }) => {
      const url = `${address.replace("//", "//me:hunter2@")}/health?token=hunter3`;
      const { text } = await measured(checkOf({ http: { url } }));
      expect(requests[0]?.authorization).toBe(`Basic ${Buffer.from("me:hunter2").toString("base64")}`);
      expect(requests[0]?.url.search).toBe("?token=hunter3");
      expect(text).toBe(`status 500, not 2xx, from ${address}/health`);
    });
  });
});

describe("a Prometheus check", () => {
  const query = 'rate(errors{service="{{service}}", version="{{ version }}"}[1m])';

  function prometheus(address: string): Check {
    return checkOf({ prometheus: { address, query }, successWhen: "< 0.01" });
  }

  test.each<[string, CheckAnswer, "good" | "bad" | "inconclusive", string]>([
    ["a number within", vector("0.002"), "good", "0.002 < 0.01"],
    ["a number beyond", vector("0.5"), "bad", "0.5, not < 0.01, of "],
    ["infinity", vector("+Inf"), "bad", "Infinity, not < 0.01, of "],
    [
      "a scalar",
      { body: { status: "success", data: { resultType: "scalar", result: [1, "0"] } } },
      "good",
      "0 < 0.01",
    ],
    ["NaN", vector("NaN"), "inconclusive", "result NaN of "],
    ["no result", vector(), "inconclusive", "an empty result of "],
    ["two results", vector("1", "2"), "inconclusive", "2 results, not one of "],
    [
      "a range",
      { body: { status: "success", data: { resultType: "matrix", result: [] } } },
      "inconclusive",
      "a result of type matrix, not a number of ",
    ],
    [
      "a refusal",
      { status: 400, body: { status: "error", error: "parse error at char 3" } },
      "inconclusive",
      "status 400: parse error at char 3 of ",
    ],
    ["something else", { status: 502, body: "<html>" }, "inconclusive", "status 502 without a result of "],
  ])("that is answered with %s", async (_, answer, verdict, text) => {
    await answering(answer, async ({ address, requests }) => {
      const found = await measured(prometheus(`${address}/prometheus`));
      const asked = 'rate(errors{service="s-abc", version="1.1.0"}[1m])';
      const rest = text.endsWith(" ") ? `${asked} at ${address}/prometheus` : "";
      expect(found).toEqual({ verdict, text: `${text}${rest}` });
      expect(requests[0]?.url.pathname).toBe("/prometheus/api/v1/query");
      expect(requests[0]?.url.searchParams.get("query")).toBe(asked);
    });
  });

  test("that nobody answers says nothing about the version", async () => {
    const address = await answering({}, (server) => Promise.resolve(server.address));
    expect(await measured(prometheus(address))).toMatchObject({
      verdict: "inconclusive",
      text: expect.stringContaining("ECONNREFUSED") as unknown,
    });
  });
});

test("a measurement ends with the operation", async () => {
  await answering(undefined, async ({ address }) => {
    const ended = new AbortController();
    const found = measured(checkOf({ http: { url: address, timeout: "1h" } }), ended.signal);
    ended.abort(new Error("interrupted"));
    expect(await found).toMatchObject({ verdict: "bad" });
  });
});
