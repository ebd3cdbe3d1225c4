/** What runs under a version. */
export interface Content {
  readonly image: string;
  readonly digest?: string;
}

/** Whether two contents are the same: by digest where both are known, otherwise by the image's text. */
export function isSameContent(left: Content, right: Content): boolean {
  if (left.digest !== undefined && right.digest !== undefined) return left.digest === right.digest;
  return left.image === right.image;
}

/** A content for messages: image, and digest if known. */
export function describeContent({ image, digest }: Content): string {
  return digest === undefined ? image : `${image} (${digest})`;
}
