// Decodes and encodes one message over and over; run on plain node, with and without the right to generate code.
import { isDeepStrictEqual } from "node:util";
import { schemas } from "@clustaar/webhook-core";

const { body, milliseconds } = JSON.parse(process.env.BENCH_MAPPING);
const wire = JSON.parse(body);
const { decode, encode } = schemas.webhook_request;
const map = () => encode.call(schemas.webhook_request, decode.call(schemas.webhook_request, wire));

/** Microseconds of CPU time a message, over about so many milliseconds. */
function measure(limit) {
  const start = process.cpuUsage();
  for (let calls = 0; ; calls += 64) {
    const { user, system } = process.cpuUsage(start);
    if (user + system >= limit * 1000) return (user + system) / calls;
    for (let call = 0; call < 64; call++) map();
  }
}

measure(milliseconds);
const micros = measure(milliseconds);
console.log(JSON.stringify({ micros, same: isDeepStrictEqual(map(), wire) }));
