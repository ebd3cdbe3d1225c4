import { utf8 } from "../../../model/reservation/scalars/utf8.js";
import { challengeOfPool, challengeOfReservation } from "../../../model/reservation/sign/challenge.js";
import {
  httpSigningText,
  parseAuthorization,
  signedHeaders,
} from "../../../model/reservation/sign/http-signature.js";
import {
  resultMessage,
  resultSignatureFault,
  signResult,
} from "../../../model/reservation/sign/result-signature.js";
import { signatureFault, signHex } from "../../../model/reservation/sign/signature.js";
import {
  deletableByCustomer,
  orderReservation,
  orderWorkload,
} from "../../../model/reservation/sign/order.js";
import { userUpdateMessage } from "../../../model/reservation/sign/user-update.js";
import { hexText } from "../../../model/reservation/scalars/hex.js";
import { dataSchema, resultSchema, volumeSchema } from "../../../model/reservation/types/index.js";
import { classic } from "../../../model/reservation/wire/codec.js";
import { PUBLIC_KEYS, SEEDS } from "./vectors/keys.js";

const JSON_TEXT =
  '{"description":"demo","signing_request_provision":{"signers":[7,8,9],"quorum_min":2},"signing_request_delete":{"signers":[7,8,9],"quorum_min":2},"containers":null,"volumes":[{"workload_id":1,"node_id":"node1","size":1,"type":1}],"zdbs":null,"networks":null,"kubernetes":null,"expiration_provisioning":1582937602,"expiration_reservation":1582941202}';

describe("a reservation", () => {
  const document = { id: "42", json: JSON_TEXT };

  it("is ordered by a signature of its text", () => {
    const { message, text } = challengeOfReservation(document, "customer");
    expect(text).toBe(JSON_TEXT);
    expect(signHex(message, SEEDS["7"])).toBe(
      "cca9a874ed700e5bcc7ba0e885f9ae2c68999eccddb17065c7cd5ad1b36f600f3baa824abb5209fab3aeb394e3b16d426d96e3da4ec115a240dd8052e1c7940e",
    );
  });

  it.each([
    [
      "7",
      "805f0b59d2e04bbe11c8bd284a07b4f84d86c2a97e6fc3f4ec426a2b7c185e0bda45e63b4548270ecd8efe9c59a62b2fab927a8e718f95d93cf7220de10fcc0b",
    ],
    [
      "8",
      "ee13b3569577ccb634b389bfd492e8f686272c0a790a51a71d50d578f66082cbb40f3d43bd47d8265e41dfad149636a76abf1c0bee9355708d905ea1e748e50c",
    ],
    [
      "9",
      "a2e5edf668737b337c9a6596a6edee65141cd25daa64036addfa90279e592d33910062e1ef31c8fe84aceb27ccfc9fbd54f32dc70850a04cd51a5ccc27121507",
    ],
  ] as const)(
    "is agreed to by user %s with its id before the text, alike for both actions",
    (tid, signature) => {
      for (const action of ["provision", "delete"] as const) {
        const { message } = challengeOfReservation(document, action);
        expect(signHex(message, SEEDS[tid])).toBe(signature);
        expect(signatureFault(signature, message, PUBLIC_KEYS[tid])).toBeUndefined();
      }
    },
  );

  it.each([
    ["another id", { id: "43", json: JSON_TEXT }],
    ["the id's digits moved", { id: "4", json: `2${JSON_TEXT.slice(1)}` }],
    ["null turned into []", { id: "42", json: JSON_TEXT.replace("null", "[]") }],
    ["a blank more", { id: "42", json: `${JSON_TEXT} ` }],
  ])("is not agreed to with %s", (_what, changed) => {
    const signature = signHex(challengeOfReservation(document, "delete").message, SEEDS["7"]);
    const { message } = challengeOfReservation(changed, "delete");
    expect(signatureFault(signature, message, PUBLIC_KEYS["7"])).toBeDefined();
  });
});

it("an order for a pool is signed as text", () => {
  const json =
    '{"pool_id":0,"cus":3600,"sus":7200,"ipv4us":0,"node_ids":["2anfZwrzskXiUHPLTqH1veJAia8G6rW2eFLy5YFMa1MP"],"currencies":["TFT"]}';
  expect(signHex(challengeOfPool({ json }).message, SEEDS["7"])).toBe(
    "1136e90b5512af26d550ed5283091277b5e23e5416ee24ebd0f46a5442585d3f392a46d1c40f4afe3bcffd6cb861a6c1fd319ed4801101cc49198c30558e1709",
  );
});

describe("results", () => {
  it.each([
    [
      1,
      "",
      '{"volume_id":"42-1"}',
      "017b22766f6c756d655f6964223a2234322d31227d",
      "3fafa487177438fcc0befd6cd05b1c1ac9a84a7cbad050fa53519acb889bce060f96131c799ef102305fa2afefca61d7df2e6d99212b442a8c3d1742aaded209",
    ],
    [
      0,
      "failed to create volume",
      "null",
      "006661696c656420746f2063726561746520766f6c756d656e756c6c",
      "521a164ce02755501ddb0860e46202c07e1c95df2efdfb2c2fbcb1c987d6aa297cf22b4eed47ee3452251c8d1981879bcdac956cd6f51eaab07d196f00f23608",
    ],
    [
      2,
      "",
      "",
      "02",
      "a0c795547272ad436de29e11167737fa58bcca98216cc742e951723ac091fc3574a124501eb69a83baf787d5d0c82b8c6d22f2d21b6a616d9dec08381590df09",
    ],
  ])("state %i, message %j, data %j", (state, message, dataJson, signed, signature) => {
    const result = resultSchema.parse({ state, message, dataJson });
    expect(hexText(resultMessage(result))).toBe(signed);
    expect(signResult(result, SEEDS["7"]).signature).toBe(signature);
    expect(resultSignatureFault({ ...result, signature }, PUBLIC_KEYS["7"])).toBeUndefined();
    const changed = [{ state: 3 }, { message: "x" }, { dataJson: "{}" }];
    for (const change of changed) {
      expect(resultSignatureFault({ ...result, signature, ...change }, PUBLIC_KEYS["7"])).toBeDefined();
    }
  });

  it("verify after a trip over the wire, whatever their data", () => {
    const result = signResult(
      resultSchema.parse({ state: 1, dataJson: '{"ip":"\\u003cnil\\u003e"}' }),
      SEEDS["8"],
    );
    const wire: unknown = JSON.parse(JSON.stringify(classic.encode(resultSchema, result)));
    const again = classic.decode(resultSchema, wire);
    expect(again.ok && resultSignatureFault(again.value, PUBLIC_KEYS["8"])).toBeUndefined();
    expect(again.ok).toBe(true);
  });
});

describe("HTTP signatures", () => {
  const headers = signedHeaders("7", 1582937602, SEEDS["7"]);
  const SIGNATURE =
    "ACglJOHK99Hyo1eQeFIgvtWCL3xN3NjxnnY1vr3jZjnX52oZ3ctZblcBM46pbPkDsEUev/mmjSFwcf6lh6xlDw==";

  it("sign three lines without a final line end", () => {
    expect(httpSigningText("7", 1582937602, "Sat, 29 Feb 2020 00:53:22 GMT")).toBe(
      "(created): 1582937602\ndate: Sat, 29 Feb 2020 00:53:22 GMT\nthreebot-id: 7",
    );
  });

  it("are a header with every parameter in quotes", () => {
    expect(headers).toEqual({
      Authorization: `Signature keyId="7",algorithm="ed25519",created="1582937602",expires="1582937662",headers="(created) date threebot-id",signature="${SIGNATURE}"`,
      Date: "Sat, 29 Feb 2020 00:53:22 GMT",
      "Threebot-Id": "7",
    });
  });

  it("are read again", () => {
    expect(parseAuthorization(headers.Authorization)).toEqual({
      keyId: "7",
      algorithm: "ed25519",
      created: "1582937602",
      expires: "1582937662",
      headers: "(created) date threebot-id",
      signature: SIGNATURE,
    });
  });

  it.each([
    headers.Authorization.replace("Signature ", "Bearer "),
    headers.Authorization.replace('created="1582937602"', "created=1582937602"),
    headers.Authorization.replace("ed25519", "hmac"),
    headers.Authorization.replace("(created) date", "date"),
    `${headers.Authorization},keyId="8"`,
    "",
  ])("are refused in another form: %s", (header) => {
    expect(parseAuthorization(header)).toBeUndefined();
  });
});

it("a user signs the own record as one text", () => {
  const message = userUpdateMessage({
    id: "7",
    name: "alice.3bot",
    email: "alice@example.com",
    host: "",
    description: "dev",
    pubkey: PUBLIC_KEYS["7"],
  });
  expect(message).toEqual(utf8(`7alice.3botalice@example.comdev${PUBLIC_KEYS["7"]}`));
  expect(signHex(message, SEEDS["7"])).toBe(
    "666cb3cb2cbd2d9fdcb70d9a1f7fec2f5de5e5cb5d9c5a1be93c00e4f39b81e07632bd65182396b4ad0fe55f3a99c9ab402a74104cf4ac47259435e9c9bfba07",
  );
});

describe("orders", () => {
  const customer = { tid: "7", seed: SEEDS["7"] };

  it("of reservations carry their canonical text and its signature", () => {
    const data = dataSchema.parse({ description: "demo", expirationReservation: 5 });
    const order = orderReservation(data, customer);
    expect(order).toMatchObject({ id: "0", customerTid: "7", nextAction: 0, dataReservation: data });
    expect(order.json).toContain('"description":"demo"');
    const { message } = challengeOfReservation(order, "customer");
    expect(signatureFault(order.customerSignature, message, PUBLIC_KEYS["7"])).toBeUndefined();
  });

  it("of workloads are the customer's", () => {
    const volume = volumeSchema.parse({
      workloadId: "1",
      nodeId: "node1",
      poolId: "1",
      epoch: 1582937602,
      description: "this is a volume",
      metadata: "this is metadata",
      size: 1,
      type: 1,
    });
    expect(orderWorkload(volume, customer)).toMatchObject({
      customerTid: "7",
      customerSignature:
        "45563080f0e16b6a143057813f887ccaa4287b83957309c928070a01dece57cde29eed49bb28dbe0b7afc0d561ce67c98889b45bd723352d778a8cc7e6fb560a",
    });
  });

  it.each([
    [[], 0, ["7"], 1],
    [["8"], 1, ["8", "7"], 1],
    [["7", "8"], 2, ["7", "8"], 2],
  ])("can be deleted: signers %j, quorum %i", (signers, quorumMin, expected, needed) => {
    const volume = volumeSchema.parse({ customerTid: "7", signingRequestDelete: { signers, quorumMin } });
    expect(deletableByCustomer(volume).signingRequestDelete).toEqual({
      signers: expected,
      quorumMin: needed,
    });
  });
});
