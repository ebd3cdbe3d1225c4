import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import * as pulumi from "@pulumi/pulumi";
import { API_VERSION, CODES, DEFAULT_EXPIRE_TIME, KINDS } from "../../model/imagehub/constants.js";
import type { ImageData } from "../../model/imagehub/datapack.js";
import { dataPackName } from "../../model/imagehub/datapack-name.js";
import { isObject } from "../../model/shared/json.js";
import type { DataPackSpecArgs } from "./data-pack.js";
import type { ImageHub } from "./image-hub.js";

/** A data pack that somebody else keeps. */
export interface FoundDataPack {
  /** `metadata.name`. */
  readonly name: string;
  readonly codes: pulumi.Output<number>;
  /** By image name; empty unless `codes` is 1. */
  readonly data: pulumi.Output<Readonly<Record<string, ImageData>>>;
}

/**
 * Reads a data pack that exists, by its content, without keeping it alive. The program fails when there is none.
 *
 * @example
 * const page = getDataPack("page", { hub, type: "grid", names: ["labring/mysql:v8.0.25"] });
 */
export function getDataPack(
  name: string,
  args: DataPackSpecArgs & { readonly hub: ImageHub },
  opts?: pulumi.CustomResourceOptions,
): FoundDataPack {
  const { hub, type = "base", names, expireTime = DEFAULT_EXPIRE_TIME, nameStrategy } = args;
  const objectName = args.name ?? dataPackName({ type, names: [...names], expireTime }, nameStrategy);
  const object = new ReadDataPack(name, objectName, pulumi.mergeOptions({ provider: hub.provider }, opts));
  return {
    name: objectName,
    codes: object.status.apply((status) => (typeof status?.codes === "number" ? status.codes : CODES.notRun)),
    // Statuses of data packs are written by the controller or by this package, in this form.
    data: object.status.apply((status) =>
      isObject(status?.datas) ? (status.datas as Record<string, ImageData>) : {},
    ),
  };
}

/** The object as it is, with its status, which declared objects do not have. */
class ReadDataPack extends CustomResource {
  declare readonly status: pulumi.Output<{ codes?: unknown; datas?: unknown } | undefined>;

  constructor(name: string, objectName: string, opts: pulumi.CustomResourceOptions) {
    super(
      name,
      { apiVersion: API_VERSION, kind: KINDS.dataPack, status: undefined },
      { ...opts, id: objectName },
    );
  }
}
