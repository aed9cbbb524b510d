import { createClient } from "redis";

/** What the keys of a space of the tests begin with. */
export function prefixOf(space: string): string {
  return `clustaar-test:${space}:`;
}

const ageScript = `
local by = tonumber(ARGV[2])
for _, key in ipairs(redis.call("KEYS", ARGV[1] .. "*")) do
  for _, field in ipairs({ "until", "kept" }) do
    if redis.call("HEXISTS", key, field) == 1 then redis.call("HINCRBY", key, field, -by) end
  end
  redis.call("PEXPIRE", key, redis.call("PTTL", key) - by)
end`;

const dropScript = `
for _, key in ipairs(redis.call("KEYS", ARGV[1] .. "*")) do redis.call("DEL", key) end`;

/** Makes all keys of a space older. */
export function age(url: string, space: string, seconds: number): Promise<void> {
  return evaluate(url, ageScript, [prefixOf(space), `${Math.round(seconds * 1000)}`]);
}

/** Deletes all keys of a space. */
export function drop(url: string, space: string): Promise<void> {
  return evaluate(url, dropScript, [prefixOf(space)]);
}

async function evaluate(url: string, script: string, args: string[]): Promise<void> {
  const client = await createClient({ url }).connect();
  await client.eval(script, { keys: [], arguments: args });
  await client.close();
}
