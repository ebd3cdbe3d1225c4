import { z } from "zod";
import { PORT_PROTOCOLS } from "../enumerations.js";
import { message, optional, required } from "../message.js";
import { int32, int64, text, textMap } from "../wire.js";

/** Nodes, and the points through which traffic comes in. */

export const v1HostSwapInfo = message("v1HostSwapInfo", "Swap space of a node.", {
  capacity: optional(int64, "Bytes."),
});
export type V1HostSwapInfo = z.infer<typeof v1HostSwapInfo>;

export const v1HostSystemInfo = message("v1HostSystemInfo", "What a node says of itself.", {
  architecture: optional(text, "Processor architecture."),
  bootID: optional(text, "Id of the present boot."),
  containerRuntimeVersion: optional(text, "Container runtime and its version, as containerd://1.7.0."),
  kernelVersion: optional(text, "Kernel version."),
  kubeProxyVersion: optional(text, "Version of the node's proxy.", { deprecated: true }),
  kubeletVersion: optional(text, "Version of the kubelet."),
  machineID: optional(text, "Id of the machine."),
  operatingSystem: optional(text, "Operating system."),
  osImage: optional(text, "Name of the operating system's release."),
  systemUUID: optional(text, "Id that the machine's firmware reports."),
  swap: optional(v1HostSwapInfo, "Swap space."),
});
export type V1HostSystemInfo = z.infer<typeof v1HostSystemInfo>;

export const v1alphaHostResourceInfo = message(
  "v1alphaHostResourceInfo",
  "How much of one resource a node has. Amounts are thousandths: a CPU is 1000, a byte is 1000.",
  {
    resourceName: optional(text, "cpu, memory or storage."),
    capacity: optional(int64, "What the node has."),
    requestedByApp: optional(int64, "What pods of the workspace request."),
    requestedByNeighbors: optional(int64, "What other pods request."),
  },
);
export type V1alphaHostResourceInfo = z.infer<typeof v1alphaHostResourceInfo>;

export const v1alphaHostInfo = message("v1alphaHostInfo", "A node that runs pods of a workspace.", {
  name: optional(text, "Name of the node."),
  resourcesInfo: optional(z.array(v1alphaHostResourceInfo), "One item a resource: cpu, memory, storage."),
  systemInfo: optional(v1HostSystemInfo, "What the node says of itself."),
  labels: optional(textMap, "Labels of the node."),
});
export type V1alphaHostInfo = z.infer<typeof v1alphaHostInfo>;

export const v1PortStatus = message("v1PortStatus", "State of one port of an ingress point.", {
  port: required(int32, "Port number."),
  protocol: required(z.enum(PORT_PROTOCOLS), "Protocol."),
  error: optional(text, "What is wrong with the port, as one word in CamelCase."),
});
export type V1PortStatus = z.infer<typeof v1PortStatus>;

export const v1NetworkIngress = message("v1NetworkIngress", "A point through which traffic comes in.", {
  hostname: optional(text, "Host name of the point, where it has one."),
  ip: optional(text, "Address of the point, where it has one."),
  ipMode: optional(text, "Whether the address is the balancer's own (VIP) or stands for it (Proxy)."),
  ports: optional(z.array(v1PortStatus), "State of the ports."),
});
export type V1NetworkIngress = z.infer<typeof v1NetworkIngress>;
