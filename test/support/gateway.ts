import { readFileSync } from "node:fs";
import { z } from "zod";
import { pushEcho } from "../../lab/profiles/gateway/echo-image.js";
import { registryAccess, toolboxSource } from "../../lab/profiles/index.js";
import { labFiles, labFolder } from "../../lab/state/folder.js";

/** The part of a test's lab that says which gateway is meant. */
interface HasFolder {
  readonly folder: string;
}

/** One line of Prometheus's answer. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const answer = z.object({
  data: z.object({
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
    ),
  }),
});

/** Address of the listeners of a lab's Gateways. */
export function gatewayAddress(lab: HasFolder): string {
  return readFileSync(labFiles(labFolder(lab.folder)).gatewayAddress, "utf8").trim();
}

/** URL of a lab's Prometheus. */
export function prometheusUrl(lab: HasFolder): string {
  return readFileSync(labFiles(labFolder(lab.folder)).prometheusUrl, "utf8").trim();
}

/** What a lab's Prometheus answers to an instant query, as of now. */
export async function askPrometheus(lab: HasFolder, query: string): Promise<readonly Sample[]> {
  const response = await fetch(
    `${prometheusUrl(lab)}/api/v1/query?${new URLSearchParams({ query }).toString()}`,
  );
  if (!response.ok) throw new Error(`Prometheus answers ${response.status}: ${await response.text()}`);
  return answer
    .parse(await response.json())
    .data.result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }));
}

/**
 * Pushes the lab's gRPC server under any name, e.g. `0123456789abcdef0123456789abcdef/my-server:1.0.0`. It answers
 * with the tag as its version; equal names and environments have equal digests.
 *
 * @param environment added to the image's, e.g. `{FAIL_RATIO: "1"}`; see lab/tools/grpc-echo
 * @returns the image's digest
 */
export async function pushEchoImage(
  lab: HasFolder,
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const [repository = "", tag = ""] = name.split(":");
  const binary = await toolboxSource({ line: () => undefined, status: () => undefined }).tool("grpc-echo");
  const registry = registryAccess(labFolder(lab.folder));
  return (await pushEcho(registry, binary, { repository, tag }, { VERSION: tag, ...environment })).digest;
}
