import { portOf, type ServerName, servers } from "./servers.ts";
import { endpointOf, type Variant } from "./variants.ts";

// A process of its own for each server, so that the CPU time counted is the server's.
const [name, variant] = process.argv.slice(2) as [ServerName, Variant];
const server = await servers[name](endpointOf(variant));
// Connections wait while the other servers have their turns.
server.keepAliveTimeout = 0;
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.on("disconnect", () => process.exit());
process.send?.(portOf(server));
