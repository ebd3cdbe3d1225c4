import { z } from "zod";
import { message, optional, required } from "../message.js";
import { text } from "../wire.js";

export const v1alphaInfo = message("v1alphaInfo", "Something that people are told of a workspace.", {
  name: required(text, "Title."),
  value: required(text, "Content: an address, a contact, plain text."),
});
export type V1alphaInfo = z.infer<typeof v1alphaInfo>;

export const v1alphaInfoItem = message("v1alphaInfoItem", "A fact about a live object.", {
  name: optional(text, "Title, as Restart Count."),
  value: optional(text, "The fact."),
});
export type V1alphaInfoItem = z.infer<typeof v1alphaInfoItem>;
