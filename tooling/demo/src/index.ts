// Starts the quickstart on a free port, shows it what the platform sends, and talks to it; `--serve` opens the playground on it instead.
import { holdConversation } from "./chat.ts";
import { servePlayground } from "./playground.ts";
import { type Quickstart, startQuickstart } from "./quickstart.ts";
import { playScenes } from "./scenes.ts";

const credentials = {
  privateKey: "demo-private-key",
  auth: { username: "bot", password: "demo-password" },
};

if (process.argv.includes("--serve")) process.exitCode = await servePlayground();
else process.exitCode = await show(await startQuickstart(credentials));

async function show(quickstart: Quickstart): Promise<0 | 1> {
  // A quickstart that outlives the demo would keep its port.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, quickstart.stop);
  try {
    console.log(`The quickstart (examples/quickstart) is listening on ${quickstart.url}`);
    console.log("It checks basic credentials, a signature and the age of each request.\n");
    const scenes = await playScenes(quickstart, credentials);
    const turns = await holdConversation(quickstart, credentials);
    console.log(
      "Talk to it yourself: `npx -y pnpm@12 demo --serve` opens the playground on this bot.",
    );
    return scenes && turns ? 0 : 1;
  } finally {
    quickstart.stop();
  }
}
