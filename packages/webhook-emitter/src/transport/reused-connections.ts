import type { Socket } from "node:net";

/** What ended connections that had answered a request before. */
const endings = new WeakSet<Error>();

/** Remembers what ends a connection, if it had answered a request by then. */
export function watchConnection(socket: Socket): void {
  socket.once("error", (error: Error) => {
    if (socket.bytesRead > 0) endings.add(error);
  });
}

/**
 * Whether a request failed because its server closed the connection, which it had kept open after an earlier request, at the moment
 * at which this one was sent. HTTP has no way around that race (RFC 9112, 9.5): such a request may be sent again.
 */
export function endedReusedConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, socket } = error as { code?: string; socket?: { bytesRead?: number } | null };
  return endings.has(error) || (code === "UND_ERR_SOCKET" && (socket?.bytesRead ?? 0) > 0);
}
