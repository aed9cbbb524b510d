import { setTimeout } from "node:timers/promises";
import type { Quickstart } from "./quickstart.ts";
import { type Credentials, scenarios } from "./scenarios.ts";
import { send } from "./send.ts";
import { showExchange, showHeaders } from "./show.ts";

/** Plays each scene over HTTP and tells it; gives whether each was answered as it should be. */
export async function playScenes(quickstart: Quickstart, who: Credentials): Promise<boolean> {
  let surprises = 0;
  for (const [index, scenario] of scenarios.entries()) {
    const request = scenario.request(who);
    if (index === 0) console.log(showHeaders(request));
    const response = await send(quickstart.url, request);
    // The server's log comes through another pipe than its answer.
    await setTimeout(50);
    console.log(showExchange(index + 1, scenario, request, response, quickstart.takeLog()));
    if (response.status !== scenario.expected) surprises += 1;
  }
  console.log(
    surprises === 0
      ? `${scenarios.length} requests, each answered as it should be.\n`
      : `${surprises} of ${scenarios.length} requests were NOT answered as they should be.\n`,
  );
  return surprises === 0;
}
