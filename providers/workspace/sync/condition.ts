/** Something about a workspace that people should look at and that stops nothing. */
export interface Condition {
  /** As the document of the system names it. */
  readonly type:
    | "InvalidSpecError"
    | "SharedResourceWarning"
    | "RepeatedResourceWarning"
    | "ExcludedResourceWarning"
    | "OrphanedResourceWarning";
  readonly message: string;
}
