import { z } from "zod";
import { EVENT_TYPES } from "../enumerations.js";
import { items, message, optional, required } from "../message.js";
import { int32, text } from "../wire.js";
import { v1ListMeta, v1ObjectMeta, v1ObjectReference } from "./metadata.js";
import { v1MicroTime, v1Time } from "./times.js";

export const v1EventSource = message("v1EventSource", "Who reported an event.", {
  component: optional(text, "Component that reported it."),
  host: optional(text, "Node on which it was reported."),
});
export type V1EventSource = z.infer<typeof v1EventSource>;

export const v1EventSeries = message("v1EventSeries", "An event that keeps happening.", {
  count: optional(int32, "How often it happened so far."),
  lastObservedTime: optional(v1MicroTime, "When it was last seen."),
});
export type V1EventSeries = z.infer<typeof v1EventSeries>;

export const v1Event = message("v1Event", "Something that happened to an object of a cluster.", {
  metadata: required(v1ObjectMeta, "Metadata of the event itself."),
  involvedObject: required(v1ObjectReference, "The object that it is about."),
  related: optional(v1ObjectReference, "A second object that took part."),
  reason: optional(text, "Why, as one word for machines."),
  message: optional(text, "What happened, for people."),
  action: optional(text, "What was done, or failed."),
  type: optional(z.enum(EVENT_TYPES), "How serious it is."),
  count: optional(int32, "How often it happened."),
  firstTimestamp: optional(v1Time, "When it was first recorded."),
  lastTimestamp: optional(v1Time, "When it was last recorded."),
  eventTime: optional(v1MicroTime, "When it was first seen."),
  series: optional(v1EventSeries, "How it keeps happening."),
  source: optional(v1EventSource, "Who reported it."),
  reportingComponent: optional(text, "Controller that reported it."),
  reportingInstance: optional(text, "Instance of that controller."),
});
export type V1Event = z.infer<typeof v1Event>;

export const v1EventList = message("v1EventList", "A list of events.", {
  items: items(v1Event, "The events."),
  metadata: optional(v1ListMeta, "Metadata of the list."),
});
export type V1EventList = z.infer<typeof v1EventList>;
