/**
 * Each key of the store is one hash, so that every script is atomic, on a cluster too:
 *
 * - `token`: who claimed it last; `until`: when that claim runs out. There is no `until` once the claim is over.
 * - `value`: progress, or the result if there is a `done`; `kept`: until when.
 *
 * Times are milliseconds of the server's clock, the same for all instances. A client may send a command again whose answer was
 * lost with the connection: each script then says what it said before.
 */
const read = `
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local key, token = KEYS[1], ARGV[1]
local entry = redis.call("HMGET", key, "token", "until", "value", "kept", "done")
local fresh = entry[3] and tonumber(entry[4]) > now
local done = fresh and entry[5]
local held = entry[2] and tonumber(entry[2]) > now and not done
local mine = held and entry[1] == token
local function expire(leased, kept)
  redis.call("PEXPIREAT", key, string.format("%.0f", math.max(leased, kept)))
end
`;

/** Token, lease in milliseconds. Gives the state, and the value if there is one. */
export const claimScript = `${read}
if done then return { "done", entry[3] } end
if held and not mine then return { "pending" } end
if not fresh then redis.call("DEL", key) end
local leased = now + ARGV[2]
redis.call("HSET", key, "token", token, "until", leased)
expire(leased, fresh and tonumber(entry[4]) or 0)
if fresh then return { "new", entry[3] } end
return { "new" }
`;

/** Token, lease in milliseconds and, with progress, its milliseconds and the progress. Gives 1 if the claim holds. */
export const renewScript = `${read}
if not mine then return 0 end
local leased = now + ARGV[2]
local kept = fresh and tonumber(entry[4]) or 0
redis.call("HSET", key, "until", leased)
if ARGV[3] then
  kept = now + ARGV[3]
  redis.call("HSET", key, "value", ARGV[4], "kept", kept)
end
expire(leased, kept)
return 1
`;

/** Token, milliseconds to keep the result, and the result. Gives 1 if it was kept. */
export const completeScript = `${read}
if done and entry[1] == token and entry[3] == ARGV[3] then return 1 end
if not mine then return 0 end
local kept = now + ARGV[2]
redis.call("HDEL", key, "until")
redis.call("HSET", key, "value", ARGV[3], "kept", kept, "done", "1")
expire(0, kept)
return 1
`;

/** Token. */
export const releaseScript = `${read}
if not mine then return 0 end
if fresh then
  redis.call("HDEL", key, "token", "until")
  expire(0, tonumber(entry[4]))
else
  redis.call("DEL", key)
end
return 1
`;
