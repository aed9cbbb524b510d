import { batch } from "@preact/signals";
import { ApiError, api, updates } from "./api.ts";
import { accept, connected, notice } from "./state.ts";

const RETRY = 500;

/** Keeps the stream of updates open; a server that is restarted is found again, and its state is taken over. */
export async function connect(): Promise<void> {
  for (;;) {
    try {
      for await (const together of updates(new AbortController().signal)) {
        // The page is drawn once for all of them.
        batch(() => {
          connected.value = true;
          for (const update of together) accept(update);
        });
      }
    } catch (error) {
      // Another token: the address is of a server that is gone for good.
      if (error instanceof ApiError) {
        notice.value = `${error.message} Open the address that \`clustaar dev\` printed last.`;
        connected.value = false;
        return;
      }
    }
    connected.value = false;
    await new Promise((resolve) => setTimeout(resolve, RETRY));
  }
}

/** Asks the server for something, and shows why it could not be done. */
export async function ask<T>(work: (calls: typeof api) => Promise<T>): Promise<T | undefined> {
  notice.value = undefined;
  try {
    return await work(api);
  } catch (error) {
    notice.value =
      error instanceof ApiError
        ? error.message
        : "The dev server cannot be reached; is `clustaar dev` still running?";
    return undefined;
  }
}
