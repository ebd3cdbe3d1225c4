import { PROBE } from "../../../clients/node/scripts/probe.sh.js";
import { answerOf } from "./local-shell.js";

it.each([
  [
    "its first line",
    "haproxy",
    "HAProxy version 2.6.12-1 2023/04/15\nStatus: long-term",
    "HAProxy version 2.6.12-1 2023/04/15",
  ],
  [
    "a later line",
    "socat",
    "socat by Gerhard Rieger\nsocat version 1.7.4.4 on 06 Nov 2022",
    "socat version 1.7.4.4 on 06 Nov 2022",
  ],
  ["a number alone in its first line", "systemctl", "systemd 252\n+PAM", "systemd 252"],
  ["none", "rndc", "Usage: rndc [-b address]", "Usage: rndc [-b address]"],
])("a tool that tells its version in %s", (_where, tool, said, version) => {
  const answer = answerOf(`${tool}() { printf '%s\\n' '${said}'; }\n${PROBE.text}`, { pools: {} });
  expect(answer).toMatchObject({ tools: expect.arrayContaining([{ name: tool, version }]) as unknown });
});
