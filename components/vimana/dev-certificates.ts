import type * as pulumi from "@pulumi/pulumi";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";
import {
  devCertificates,
  type DevCertificatesInputs,
  type DevCertificatesOutputs,
} from "../../providers/vimana/dev-certificates.js";

/** An authority for development, and a certificate of it for each host. Private keys are in the cluster only. */
export class DevCertificates extends KindResource<DevCertificatesInputs, DevCertificatesOutputs> {
  /** Certificate of the authority, PEM: what clients have to trust. */
  declare readonly ca: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<DevCertificatesInputs>, opts?: pulumi.CustomResourceOptions) {
    super(devCertificates, name, args, opts);
  }
}
