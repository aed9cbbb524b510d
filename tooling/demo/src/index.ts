// Starts the quickstart on a free port and shows it what the platform sends; `--serve` keeps it listening.
import { setTimeout } from "node:timers/promises";
import { startQuickstart } from "./quickstart.ts";
import { scenarios } from "./scenarios.ts";
import { send } from "./send.ts";
import { showExchange } from "./show.ts";

const serve = process.argv.includes("--serve");
const credentials = {
  privateKey: "demo-private-key",
  auth: { username: "bot", password: "demo-password" },
};

const quickstart = await startQuickstart(credentials);
// A quickstart that outlives the demo would keep its port.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, quickstart.stop);
console.log(`The quickstart (examples/quickstart) is listening on ${quickstart.url}`);
console.log("It checks basic credentials, a signature and the age of each request.\n");

let surprises = 0;
try {
  for (const [index, scenario] of scenarios.entries()) {
    const request = scenario.request(credentials);
    const response = await send(quickstart.url, request);
    // The server's log comes through another pipe than its answer.
    await setTimeout(50);
    console.log(showExchange(index + 1, scenario, request, response, quickstart.takeLog()));
    if (response.status !== scenario.expected) surprises += 1;
  }
  console.log(
    surprises === 0
      ? `${scenarios.length} requests, each answered as it should be.`
      : `${surprises} of ${scenarios.length} requests were NOT answered as they should be.`,
  );
  if (serve) {
    console.log(`\nStill listening on ${quickstart.url}: stop with Ctrl-C.`);
    console.log(
      `  private key ${credentials.privateKey}, user ${credentials.auth.username}, password ${credentials.auth.password}`,
    );
    await quickstart.ended;
  }
} finally {
  quickstart.stop();
}
if (surprises > 0) process.exitCode = 1;
