import type { Endpoint } from "@clustaar/webhook-core";
import { floorEndpoint } from "../floor.ts";
import { KEY, wholePath } from "../receive.ts";

/** The bare framework doing the floor's work; an adapter with an endpoint that does it; an adapter with a `Webhook`. */
export const variants = ["bare", "adapter", "whole path"] as const;
export type Variant = (typeof variants)[number];

/** What the adapter mounts, or undefined for the bare framework. */
export function endpointOf(variant: Variant): Endpoint | undefined {
  if (variant === "bare") return undefined;
  return variant === "adapter" ? floorEndpoint(KEY) : wholePath();
}
