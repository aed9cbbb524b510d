import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { type AllowedNetworks, isPublicAddress } from "./networks.ts";
import { watchConnection } from "./reused-connections.ts";

/** Resolves a name to all of its addresses, as `dns.lookup` with `all: true` does. */
export type Resolve = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** An address that nothing may be sent to. */
class AddressRefusedError extends Error {
  override readonly name = "AddressRefusedError";
  readonly code = "address_refused";

  constructor(hostname: string, address: string) {
    super(
      hostname === address
        ? `the address ${address} is not public; name its network in allowPrivate if it is yours`
        : `${hostname} has the address ${address}, which is not public; name its network in allowPrivate if it is yours`,
    );
  }
}

/** Asks the system's resolver. */
export const resolveBySystem: Resolve = (hostname, callback) => {
  systemLookup(hostname, { all: true }, (error, addresses) => callback(error, addresses ?? []));
};

/** How connections are made. */
export interface ConnectorOptions {
  /** Networks that are allowed besides the public ones. */
  readonly allowed: AllowedNetworks;
  readonly resolve: Resolve;
  /** For `https:`. */
  readonly tls: { readonly cert?: string; readonly key?: string; readonly ca?: string };
}

/**
 * Makes undici's connector with the check in it: a literal address is checked before it is connected to, and a name is resolved
 * once, all of its addresses are checked, and those very addresses are connected to.
 */
export function checkedConnector({
  allowed,
  resolve,
  tls,
}: ConnectorOptions): buildConnector.connector {
  const may = (address: string) => isPublicAddress(address) || allowed.has(address);
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const refused = addresses.find(({ address }) => !may(address));
      if (refused) return callback(new AddressRefusedError(hostname, refused.address), "", 0);
      const [first] = addresses;
      if (!first) return callback(notFound(hostname), "", 0);
      if (options.all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
  const connect = buildConnector({
    allowH2: true,
    // One deadline covers all of an attempt.
    timeout: 0,
    ...tls,
    lookup,
    autoSelectFamily: true,
  } as buildConnector.BuildOptions);
  return (options, callback) => {
    // The URL parser has written every notation of IPv4 as four decimal numbers by now.
    const hostname = options.hostname.replace(/^\[|\]$/g, "");
    if (isIP(hostname) !== 0 && !may(hostname)) {
      callback(new AddressRefusedError(hostname, hostname), null);
      return;
    }
    connect({ ...options, hostname }, (...[error, socket]) => {
      if (error) return callback(error, null);
      const { remoteAddress } = socket;
      if (remoteAddress === undefined || may(remoteAddress)) {
        watchConnection(socket);
        return callback(null, socket);
      }
      // What was resolved above cannot differ; if it ever does, nothing is sent.
      socket.destroy();
      callback(new AddressRefusedError(hostname, remoteAddress), null);
    });
  };
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: "ENOTFOUND" });
}
