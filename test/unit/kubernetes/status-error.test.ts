import { statusError } from "../../../clients/kubernetes/status-error.js";

const ASKED = { where: "ConfigMap shop/a on https://c", doing: "apply", credential: 'the token of user "u"' };

function status(code: number, reason: string, details: object = {}): unknown {
  return {
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    code,
    reason,
    message: "said the server",
    details,
  };
}

describe("errors of answers", () => {
  test.each([
    [404, "NotFound", "NotFound"],
    [409, "AlreadyExists", "AlreadyExists"],
    [409, "Conflict", "Conflict"],
    [410, "Expired", "Expired"],
    [410, "Gone", "Expired"],
    [422, "Invalid", "Invalid"],
    [400, "BadRequest", "BadRequest"],
    [405, "MethodNotAllowed", "BadRequest"],
    [413, "RequestEntityTooLarge", "BadRequest"],
    [415, "UnsupportedMediaType", "BadRequest"],
    [401, "Unauthorized", "Unauthorized"],
    [403, "Forbidden", "Forbidden"],
    [429, "TooManyRequests", "TooManyRequests"],
    [504, "Timeout", "Timeout"],
    [500, "ServerTimeout", "Timeout"],
    [503, "ServiceUnavailable", "Unavailable"],
    [500, "InternalError", "Internal"],
  ])("%i %s is %s", (code, reason, expected) => {
    const error = statusError(code, status(code, reason), ASKED);
    expect([error.reason, error.detail.status]).toEqual([expected, code]);
    expect(error.message).toContain("ConfigMap shop/a on https://c: ");
  });

  test.each([
    [401, "Unauthorized"],
    [403, "Forbidden"],
    [404, "NotFound"],
    [409, "Conflict"],
    [418, "BadRequest"],
    [502, "Unavailable"],
    [507, "Internal"],
  ])("an answer of %i without a Status is %s", (code, expected) => {
    const error = statusError(code, "<html>from a proxy</html>", ASKED);
    expect(error.reason).toBe(expected);
  });

  test.each([
    ['conflict with "kubectl" using v1 at 2024-01-01T00:00:00Z', "kubectl"],
    [
      'conflict with "kube-controller-manager" with subresource "scale" using apps/v1',
      "kube-controller-manager",
    ],
    ['conflict with "my \\"odd\\" tool"', 'my "odd" tool'],
  ])("%s names %s", (message, manager) => {
    const cause = { reason: "FieldManagerConflict", message, field: ".spec.replicas" };
    const error = statusError(409, status(409, "Conflict", { causes: [cause, cause] }), ASKED);
    expect(error.detail.conflicts).toEqual(
      Array.from({ length: 2 }, () => ({ manager, field: ".spec.replicas" })),
    );
    expect(error.message).toContain(`Leave the fields to "${manager}" (.spec.replicas), or apply with force`);
  });

  test("faults are listed by field", () => {
    const causes = [
      { reason: "FieldValueRequired", message: "Required value", field: "spec.a" },
      { reason: "FieldValueInvalid", message: "Invalid value: 3", field: "spec.b" },
    ];
    expect(statusError(422, status(422, "Invalid", { causes }), ASKED).detail.causes).toEqual([
      { field: "spec.a", message: "Required value" },
      { field: "spec.b", message: "Invalid value: 3" },
    ]);
  });
});
