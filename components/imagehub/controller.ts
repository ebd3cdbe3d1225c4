import * as pulumi from "@pulumi/pulumi";
import { CONTROLLER_NAMESPACE, GROUP } from "../../model/imagehub/constants.js";
import type { GuardedObject } from "../../providers/kubernetes/object-guard.js";
import { DeclaredObject } from "../kubernetes/declared-object.js";
import type { ControllerArgs, WebhookCertificate } from "./hub-settings.js";
import type { ImageHub } from "./image-hub.js";
import { WEBHOOK_SERVICE, webhookConfigurations } from "./webhooks.js";

const NAME = "imagehub-controller";
const LABELS = { "app.kubernetes.io/name": NAME };
const CERTIFICATE_SECRET = "imagehub-webhook-certificate";
/** Where the controller's framework looks for its certificate. */
const CERTIFICATE_FOLDER = "/tmp/k8s-webhook-server/serving-certs";
/** Fixed in the controller. */
const WEBHOOK_PORT = 9443;
const HEALTH_PORT = 8081;

type Object = Readonly<Record<string, unknown>> & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
};

/**
 * Deploys the controller: namespace, service account with the rights it uses (the original's `cluster-admin` is not
 * needed), deployment, and with a certificate also the service, the secret and the webhook configurations.
 *
 * @returns what the catalogue's objects depend on, so that the controller outlives them and their finalizers
 */
export function declareController(
  hub: ImageHub,
  args: ControllerArgs,
  after: readonly pulumi.Resource[],
): pulumi.Resource[] {
  const declare = (
    object: Object,
    dependsOn: readonly pulumi.Resource[],
    additionalSecretOutputs: string[] = [],
  ): pulumi.Resource => {
    const name = hub.named(object.metadata.name);
    return new DeclaredObject(
      name,
      { ...object, metadata: hub.metadata(name, object.metadata) },
      { parent: hub, provider: hub.provider, dependsOn: [...dependsOn], additionalSecretOutputs },
    );
  };
  const { webhook } = args;
  const namespace = args.namespace ?? CONTROLLER_NAMESPACE;
  const home = declare({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }, after);
  const access = accessObjects(namespace).map((object) => declare(object, [home]));
  const serving =
    webhook === undefined
      ? []
      : servingObjects(namespace, webhook).map((object) => declare(object, [home], ["data", "stringData"]));
  const deployment = declare(deploymentObject(hub, namespace, args), [...access, ...serving]);
  const admission =
    webhook === undefined
      ? []
      : admissionObjects(namespace, webhook).map((object) => declare(object, [deployment]));
  return [deployment, ...admission];
}

/** What {@link declareController} declares, for a look at whether somebody else has it. */
export function guardedController({
  namespace = CONTROLLER_NAMESPACE,
  webhook,
}: ControllerArgs): GuardedObject[] {
  const none = { ca: "", certificate: "", key: "" };
  const objects: Object[] = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    ...accessObjects(namespace),
    ...(webhook === undefined
      ? []
      : [...servingObjects(namespace, none), ...admissionObjects(namespace, none)]),
    { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: NAME, namespace } },
  ];
  return objects.map(({ apiVersion, kind, metadata }) => ({ apiVersion, kind, ...metadata }));
}

function accessObjects(namespace: string): Object[] {
  const rbac = "rbac.authorization.k8s.io";
  const everything = ["get", "list", "watch", "create", "update", "patch", "delete"];
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: NAME, namespace } },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRole",
      metadata: { name: NAME },
      rules: [
        { apiGroups: [GROUP], resources: ["*"], verbs: ["*"] },
        { apiGroups: [rbac], resources: ["clusterroles", "clusterrolebindings"], verbs: everything },
        { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: everything },
        { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch"] },
      ],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: NAME },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: NAME },
      subjects: [{ kind: "ServiceAccount", name: NAME, namespace }],
    },
  ];
}

function servingObjects(namespace: string, { certificate, key }: WebhookCertificate): Object[] {
  return [
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: CERTIFICATE_SECRET, namespace },
      type: "kubernetes.io/tls",
      stringData: pulumi.secret({ "tls.crt": certificate, "tls.key": key }),
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: WEBHOOK_SERVICE, namespace },
      spec: { selector: LABELS, ports: [{ port: 443, targetPort: WEBHOOK_PORT }] },
    },
  ];
}

function admissionObjects(namespace: string, { ca }: WebhookCertificate): Object[] {
  const caBundle = pulumi.output(ca).apply((pem) => Buffer.from(pem).toString("base64"));
  return webhookConfigurations(namespace, caBundle).map(({ kind, name, webhooks }) => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind,
    metadata: { name },
    webhooks,
  }));
}

function deploymentObject(
  hub: ImageHub,
  namespace: string,
  { image, replicas = 1, webhook }: ControllerArgs,
): Object {
  const served = webhook !== undefined;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: NAME, namespace },
    spec: {
      replicas,
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: LABELS },
        spec: {
          serviceAccountName: NAME,
          terminationGracePeriodSeconds: 10,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              name: "manager",
              image,
              args: [
                "--leader-elect",
                `--health-probe-bind-address=:${HEALTH_PORT}`,
                "--metrics-bind-address=0",
              ],
              env: [
                { name: "USER_NAMESPACE", value: hub.userNamespace },
                { name: "IMAGEHUB_NAMESPACE", value: namespace },
              ],
              ports: served ? [{ name: "webhook", containerPort: WEBHOOK_PORT }] : [],
              readinessProbe: { httpGet: { path: "/readyz", port: HEALTH_PORT } },
              livenessProbe: { httpGet: { path: "/healthz", port: HEALTH_PORT }, initialDelaySeconds: 15 },
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
              volumeMounts: served
                ? [{ name: "certificate", mountPath: CERTIFICATE_FOLDER, readOnly: true }]
                : [],
            },
          ],
          volumes: served ? [{ name: "certificate", secret: { secretName: CERTIFICATE_SECRET } }] : [],
        },
      },
    },
  };
}
