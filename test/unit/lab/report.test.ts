import { inWords, liveReport, plainReport, terminalReport, type ReportStream } from "../../../lab/report.js";

function recorder(options: Partial<ReportStream> = {}): ReportStream & { readonly written: string[] } {
  const written: string[] = [];
  return { ...options, written, write: (text) => written.push(text) };
}

test("at a terminal the status stands on one line with the elapsed time, below the lasting lines", () => {
  const stream = recorder({ isTTY: true, columns: 30 });
  let time = 0;
  const report = liveReport(stream, () => time);
  time = 83_000;
  report.status("building kubelet, which has a long name");
  report.line("built etcd");
  report.status("");
  report.line("done");
  expect(stream.written).toEqual([
    "\r\u001b[K1:23  building kubelet, which",
    "\r\u001b[Kbuilt etcd\n",
    "\r\u001b[K1:23  building kubelet, which",
    "\r\u001b[K",
    "done\n",
  ]);
});

test("elsewhere a status is printed at most every 15 s, and lines always", () => {
  const stream = recorder();
  let time = 0;
  const report = plainReport(stream, () => time);
  report.status("one");
  time = 14_000;
  report.status("two");
  report.line("a line");
  time = 15_000;
  report.status("three");
  report.status("");
  expect(stream.written).toEqual(["0:00  one\n", "a line\n", "0:15  three\n"]);
});

test("the stream decides which of the two it is", () => {
  const file = recorder();
  terminalReport(file).status("x");
  expect(file.written).toEqual(["0:00  x\n"]);
  const terminal = recorder({ isTTY: true });
  const report = terminalReport(terminal);
  report.status("x");
  report.status("");
  expect(terminal.written).toEqual(["\r\u001b[K0:00  x", "\r\u001b[K"]);
});

test.each([
  [400, "0 s"],
  [59_000, "59 s"],
  [143_000, "2 min 23 s"],
])("%d ms is %s", (milliseconds, text) => {
  expect(inWords(milliseconds)).toBe(text);
});
