import { isObject, type JsonObject } from "../../../model/shared/json.js";
import {
  groupVersionKind,
  type KubeObject,
  type ObjectKey,
} from "../../../model/shared/kubernetes-object.js";

/** What is remembered of an object that may exist because of a workspace. */
export interface InventoryItem {
  readonly apiVersion: string;
  readonly kind: string;
  readonly wave: number;
}

/** Every object that may exist because of a workspace. */
export type Inventory = Readonly<Record<ObjectKey, InventoryItem>>;

/** The entry of an object. */
export function inventoryItem({ apiVersion, kind }: KubeObject, wave: number): InventoryItem {
  return { apiVersion, kind, wave };
}

/** The JSON form. */
export function inventoryJson(inventory: Inventory): JsonObject {
  return Object.fromEntries(
    Object.entries(inventory).map(([key, { apiVersion, kind, wave }]) => [key, { apiVersion, kind, wave }]),
  );
}

/** Reads what {@link inventoryJson} wrote; entries of another form are left out. */
export function readInventory(value: unknown): Inventory {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (!isObject(item)) return [];
      const { apiVersion, kind, wave } = item;
      return typeof apiVersion === "string" && typeof kind === "string" && typeof wave === "number"
        ? [[key, { apiVersion, kind, wave }]]
        : [];
    }),
  );
}

/** The kinds of an inventory, each once. */
export function kindsOfInventory(inventory: Inventory): ReturnType<typeof groupVersionKind>[] {
  const kinds = new Map(
    Object.values(inventory).map((item) => [`${item.apiVersion}/${item.kind}`, groupVersionKind(item)]),
  );
  return [...kinds.values()];
}
