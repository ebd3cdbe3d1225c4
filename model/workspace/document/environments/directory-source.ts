import { z } from "zod";
import { message, optional, required } from "../message.js";
import { flag, text, texts } from "../wire.js";

export const v1alphaJsonnetVar = message("v1alphaJsonnetVar", "A variable that Jsonnet sees.", {
  name: required(text, "Name."),
  value: required(text, "Value."),
  code: optional(flag, "Whether the value is Jsonnet instead of text. Default false."),
});
export type V1alphaJsonnetVar = z.infer<typeof v1alphaJsonnetVar>;

export const v1alphaWorkSpaceSourceJsonnet = message(
  "v1alphaWorkSpaceSourceJsonnet",
  "How Jsonnet files of a directory are rendered.",
  {
    extVars: optional(z.array(v1alphaJsonnetVar), "External variables."),
    tlas: optional(z.array(v1alphaJsonnetVar), "Arguments of the top-level function."),
    libs: optional(texts, "Directories of libraries, in the repository."),
  },
);
export type V1alphaWorkSpaceSourceJsonnet = z.infer<typeof v1alphaWorkSpaceSourceJsonnet>;

export const v1alphaWorkSpaceSourceDirectory = message(
  "v1alphaWorkSpaceSourceDirectory",
  "How a directory of plain manifests is read.",
  {
    recurse: optional(flag, "Whether folders below are read as well. Default false."),
    include: optional(text, "The only files that are read, as a glob. Default: all manifests."),
    exclude: optional(text, "Files that are not read, as a glob."),
    jsonnet: optional(v1alphaWorkSpaceSourceJsonnet, "How Jsonnet files are rendered."),
    disableExtensionFilter: optional(
      flag,
      "Whether files are read whatever their extension is. Default false.",
    ),
  },
);
export type V1alphaWorkSpaceSourceDirectory = z.infer<typeof v1alphaWorkSpaceSourceDirectory>;
