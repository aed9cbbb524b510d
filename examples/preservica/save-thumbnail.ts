import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import {
  type PreservicaClient,
  PreservicaError,
  type PreservicaEvent,
} from "@clustaar/webhook-preservica";

/** The reference becomes a file name: nothing but a UUID may. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Folders (`SO`) have no thumbnail. */
const kindsWithThumbnail = ["IO", "CO"];

/**
 * Downloads the thumbnail of an event's entity to `REF.jpg`: whole or not at all, however many deliveries ask for it at
 * once. An event that does not say what kind of entity it is about is treated as one about an asset.
 */
export async function saveThumbnail(
  preservica: PreservicaClient,
  { entityRef: ref, entityType }: PreservicaEvent,
): Promise<void> {
  const kind = entityType ?? "IO";
  if (!ref || !uuid.test(ref) || !kindsWithThumbnail.includes(kind)) return;
  const part = `${ref}.${randomUUID()}.jpg.part`;
  try {
    const { body } = await preservica.get("/api/content/thumbnail", {
      query: { id: `sdb:${kind}|${ref}`, size: "large" },
    });
    await pipeline(body ?? [], createWriteStream(part));
    if ((await stat(part)).size === 0) throw new Error(`${ref}: expected a picture, got nothing`);
    await rename(part, `${ref}.jpg`);
  } catch (error) {
    await rm(part, { force: true });
    if (!(error instanceof PreservicaError && error.status === 404)) throw error;
    console.error(`${ref} has no thumbnail`);
  }
}
