import { CONTROLLER_NAMESPACE, GROUP, LABELS, VERSION } from "./constants.js";

/** Name of the policy and of its binding. */
export const ADMISSION_POLICY = "groundplan-imagehub-managers";

const API_VERSION = "admissionregistration.k8s.io/v1";

/** Who may write everything: administrators, the cluster's own controllers (garbage collection), the controller. */
const PRIVILEGED = [
  "system:masters",
  "system:serviceaccounts:kube-system",
  `system:serviceaccounts:${CONTROLLER_NAMESPACE}`,
];

/**
 * What the controller's webhooks validate, for clusters without them: names never change, labels say what names say,
 * and only managers write what is in their organization. A manager is whoever may change the Organization object,
 * which is what the role of each organization grants ({@link organizationAccess}): a policy's expressions can ask for
 * rights but not look up the organization that an image's name mentions. Labels of what is deleted do not matter, so
 * that wrong objects can go.
 */
export function admissionPolicy() {
  const label = (key: string) => `variables.labels[?"${key}"].orValue("")`;
  return [
    {
      apiVersion: API_VERSION,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name: ADMISSION_POLICY },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [GROUP],
              apiVersions: [VERSION],
              operations: ["CREATE", "UPDATE", "DELETE"],
              resources: ["images", "repositories"],
            },
          ],
        },
        variables: [
          { name: "subject", expression: 'request.operation == "DELETE" ? oldObject : object' },
          { name: "labels", expression: "variables.subject.metadata.?labels.orValue({})" },
          { name: "path", expression: 'variables.subject.spec.name.split(":")[0].split("/")' },
          { name: "organization", expression: "variables.path[0]" },
        ],
        validations: [
          {
            expression: 'request.operation != "UPDATE" || object.spec.name == oldObject.spec.name',
            messageExpression: '"spec.name cannot be changed from " + oldObject.spec.name',
          },
          {
            expression:
              `request.operation == "DELETE" || (size(variables.path) == 2 && ` +
              `${label(LABELS.organization)} == variables.path[0] && ` +
              `${label(LABELS.repository)} == variables.path[1])`,
            messageExpression:
              '"spec.name " + variables.subject.spec.name + " is illegal, or the labels do not say the same"',
          },
          {
            expression:
              `request.userInfo.groups.exists(group, group in ${JSON.stringify(PRIVILEGED)}) || ` +
              `authorizer.group("${GROUP}").resource("organizations").name(variables.organization)` +
              `.check("patch").allowed()`,
            messageExpression:
              'request.userInfo.username + " is no manager of the organization " + variables.organization',
            reason: "Forbidden",
          },
        ],
      },
    },
    {
      apiVersion: API_VERSION,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name: ADMISSION_POLICY },
      spec: { policyName: ADMISSION_POLICY, validationActions: ["Deny"] },
    },
  ] as const;
}
