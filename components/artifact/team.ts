import * as pulumi from "@pulumi/pulumi";

/** Who a stack acts as unless told otherwise: `<project>/<stack>`. */
export function stackTeam(): string {
  return `${pulumi.getProject()}/${pulumi.getStack()}`;
}
