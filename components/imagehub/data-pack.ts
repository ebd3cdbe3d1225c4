import * as pulumi from "@pulumi/pulumi";
import type { ImageData } from "../../model/imagehub/datapack.js";
import { dataPack, type DataPackInputs, type DataPackOutputs } from "../../providers/imagehub/data-pack.js";
import { KindResource } from "../../providers/runtime/resource.js";
import type { ImageHub } from "./image-hub.js";

/** What a {@link DataPack} collects, and how. */
export interface DataPackSpecArgs {
  /** How much of each image: `base` name and type, `grid` what a list shows, `detail` everything. @default base */
  readonly type?: "base" | "grid" | "detail";
  /** Image names, `organization/repository:tag` each. */
  readonly names: readonly string[];
  /** Go duration for which the data are good. @default 2h */
  readonly expireTime?: string;
  /** Object name. @default the hash of the content, so that equal packs are one object */
  readonly name?: string;
  /** `sealos-md5` finds the objects of the original web page. @default sha256-v1 */
  readonly nameStrategy?: "sha256-v1" | "sealos-md5";
}

/** What a {@link DataPack} is made from. */
export interface DataPackArgs extends DataPackSpecArgs {
  readonly hub: ImageHub;
  /** A missing image becomes an empty entry, or the pack fails. @default empty */
  readonly onMissing?: "empty" | "error";
  /** When data that are there are collected anew: never, when expired, at every update. @default onExpire */
  readonly refreshPolicy?: "never" | "onExpire" | "always";
  /** Whether a pack without names is meant. @default false */
  readonly allowEmpty?: boolean;
}

/**
 * A collection of images' data, as the catalogue's page reads it. Stacks that ask for the same share one object, which
 * goes with the last of them. It waits for whatever its `dependsOn` names, such as the images.
 *
 * @example
 * const names = ["labring/mysql:v8.0.25"];
 * const pack = new DataPack("page", { hub, type: "grid", names }, { dependsOn: [image.object] });
 * export const page = pack.data;
 */
export class DataPack extends KindResource<DataPackInputs, DataPackOutputs> {
  /** `metadata.name` of the object. */
  declare readonly name: pulumi.Output<string>;
  /** 0 not run, 1 data present, 2 pending, 3 error. */
  declare readonly codes: pulumi.Output<number>;
  /** By image name, as JSON text. {@link data} has them as objects. */
  declare readonly datas: pulumi.Output<Record<string, string>>;
  /** Names of which there is no image. */
  declare readonly missing: pulumi.Output<string[]>;
  /** SHA-256 of the data. */
  declare readonly sourceHash: pulumi.Output<string>;
  /** RFC 3339. */
  declare readonly createdAt: pulumi.Output<string>;
  /** RFC 3339. */
  declare readonly expiresAt: pulumi.Output<string>;
  /** Whether usable data were there when this resource came. */
  declare readonly reused: pulumi.Output<boolean>;

  constructor(name: string, args: DataPackArgs, opts?: pulumi.CustomResourceOptions) {
    const { hub, ...spec } = args;
    super(
      dataPack,
      name,
      { ...spec, cluster: hub.cluster, mode: hub.mode },
      pulumi.mergeOptions(
        {
          dependsOn: [...hub.foundation],
          // A given name stays when the content changes, so the old object has to make room.
          ...(spec.name === undefined ? {} : { deleteBeforeReplace: true }),
        },
        opts,
      ),
    );
  }

  /** The data by image name. */
  get data(): pulumi.Output<Readonly<Record<string, ImageData>>> {
    return this.datas.apply((datas) =>
      Object.fromEntries(
        // The texts are what the kind wrote from data of this very form.
        Object.entries(datas).map(([image, text]) => [image, JSON.parse(text) as ImageData]),
      ),
    );
  }
}
