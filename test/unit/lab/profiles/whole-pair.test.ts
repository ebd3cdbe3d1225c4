import { wholePair } from "../../../../lab/profiles/nodes/whole-pair.js";

const publicKey = (bytes: number): string => `ssh-ed25519 ${Buffer.alloc(19 + bytes).toString("base64")}`;

test("a pair whose public half lacks a byte is made anew", () => {
  const made = [31, 31, 32].map((bytes) => ({ public: publicKey(bytes) }));
  const rest = [...made];
  expect(wholePair(() => rest.shift() ?? { public: "" })).toBe(made[2]);
});
