import { z } from "zod";
import { message, optional } from "../message.js";
import { text } from "../wire.js";

export const v1alphaWorkSpaceDestination = message(
  "v1alphaWorkSpaceDestination",
  "Where a workspace's objects live. Exactly one of server and name is set.",
  {
    server: optional(text, "URL of the cluster's API."),
    name: optional(text, "Name of the cluster."),
    namespace: optional(text, "Namespace of namespaced objects that name none."),
  },
);
export type V1alphaWorkSpaceDestination = z.infer<typeof v1alphaWorkSpaceDestination>;
