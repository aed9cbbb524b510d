import { createHmac, timingSafeEqual } from "node:crypto";

const { headers, body, key } = JSON.parse(process.env.BENCH_MESSAGE);
const bytes = Buffer.from(body);
const expected = createHmac("sha1", key).update(`date=${headers.date}\n`).update(bytes).digest();
const given = Buffer.from(headers["x-hub-signature"].slice("sha1=".length), "hex");
if (!timingSafeEqual(given, expected)) throw new Error("wrong signature");
const { data } = JSON.parse(bytes.toString());
const hello = { type: "send_text_action", alternatives: ["Hello"] };
const answer = JSON.stringify({
  actions: [...data.step.actions, hello],
  session: data.session,
});
const time = performance.now();
console.log(JSON.stringify({ time, answer }));
