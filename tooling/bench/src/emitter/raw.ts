import { Pool } from "undici";
import { AT_ONCE, type Sender } from "./sender.ts";

/** What nothing can be faster than: undici, a POST of a kilobyte, and no more. */
export function rawSender(url: string): Sender {
  const pool = new Pool(url, { connections: AT_ONCE });
  const body = "x".repeat(1024);
  const headers = { "content-type": "application/json" };
  return {
    name: "undici alone",
    async send(_n, delivered) {
      const response = await pool.request({ path: "/hook", method: "POST", body, headers });
      await response.body.dump();
      delivered();
    },
    close: () => pool.close(),
  };
}
