import { Buffer } from "node:buffer";
import type { Answer } from "./answer.ts";

/** One grey pixel, as a baseline JPEG. */
const picture = Buffer.from(
  "/9j/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z",
  "base64",
);

/** `GET /api/content/thumbnail?id=sdb:TYPE|REF&size=SIZE`: assets (`IO`) and content objects (`CO`) have one, folders (`SO`) have none. */
export function thumbnail(
  query: URLSearchParams,
  thumbnails: Readonly<Record<string, Uint8Array>> | undefined,
): Answer {
  const [, ref = ""] = /^sdb:(?:IO|CO)\|(.+)$/.exec(query.get("id") ?? "") ?? [];
  const sized = ["small", "medium", "large"].includes(query.get("size") ?? "");
  const known = thumbnails === undefined || Object.hasOwn(thumbnails, ref);
  const body = known ? (thumbnails?.[ref] ?? picture) : undefined;
  if (ref === "" || body === undefined || !sized) {
    return { status: 404, json: { message: "thumbnail.unknown" } };
  }
  return { status: 200, content: { type: "image/jpeg", body } };
}
