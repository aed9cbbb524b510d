import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { type PreservicaClient, PreservicaError } from "@clustaar/webhook-preservica";

/** Downloads an asset's thumbnail to `REF.jpg`: whole or not at all, however many deliveries ask for it at once. */
export async function saveThumbnail(preservica: PreservicaClient, ref: string): Promise<void> {
  const part = `${ref}.${randomUUID()}.jpg.part`;
  try {
    const { body } = await preservica.get("/api/content/thumbnail", {
      query: { id: `sdb:IO|${ref}`, size: "large" },
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
