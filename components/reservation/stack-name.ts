import * as pulumi from "@pulumi/pulumi";

/** What the stack is called everywhere: `<installation>/<project>/<stack>`. */
export function stackName(): string {
  const installation = new pulumi.Config("groundplan").require("installation");
  return [installation, pulumi.getProject(), pulumi.getStack()].join("/");
}
