import { connect } from "node:net";

/**
 * Why there is no server to test with; undefined when there is one.
 *
 * @throws Error under `CI=true`, where a test without its server fails.
 */
export async function whyAbsent(name: string, url: string): Promise<string | undefined> {
  const { hostname, port, host } = new URL(url);
  const reached = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 3000 });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.on("connect", () => end(true));
    socket.on("timeout", () => end(false));
    socket.on("error", () => end(false));
  });
  return reached ? undefined : orFail(`no ${name} at ${host}`);
}

/** Gives the reason why a test is skipped; under `CI=true` it fails. */
export function orFail(reason: string): string {
  if (process.env.CI === "true") throw new Error(`${reason}; CI has to have one`);
  return reason;
}
