import { BlockList, isIP, isIPv4 } from "node:net";

/** Special addresses of IPv4 (IANA's registry), none of which is anybody's webhook. */
const special4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
/** Special addresses within 2000::/3, outside of which no address of IPv6 is public. */
const special6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
];

const blocked4 = new BlockList();
for (const [network, bits] of special4) blocked4.addSubnet(network, bits, "ipv4");
const blocked6 = new BlockList();
for (const [network, bits] of special6) blocked6.addSubnet(network, bits, "ipv6");
const public6 = new BlockList();
public6.addSubnet("2000::", 3, "ipv6");

/** Whether an address of IPv4 or IPv6 belongs to the public internet; an address of IPv4 inside of one of IPv6 decides. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !blocked4.check(address, "ipv4");
  const plain = withoutZone(address);
  if (isIP(plain) !== 6 || plain !== address) return false;
  const inner = embeddedIPv4(plain);
  if (inner !== undefined) return isPublicAddress(inner);
  return public6.check(plain, "ipv6") && !blocked6.check(plain, "ipv6");
}

/** Whether a text names a network such as `10.0.0.0/8`, or one address. */
export function isPrivateNetwork(text: string): boolean {
  return parseNetwork(text) !== undefined;
}

/** Networks that may be connected to although they are not public. */
export class AllowedNetworks {
  readonly #list = new BlockList();
  /** The networks as they were written, for comparing. */
  readonly key: string;

  constructor(networks: readonly string[]) {
    this.key = [...networks].sort().join(",");
    for (const text of networks) {
      const network = parseNetwork(text);
      if (network) this.#list.addSubnet(network.address, network.bits, network.family);
    }
  }

  has(address: string): boolean {
    const plain = withoutZone(address);
    const inner = isIPv4(plain) ? plain : embeddedIPv4(plain);
    if (inner !== undefined && this.#list.check(inner, "ipv4")) return true;
    return isIP(plain) === 6 && this.#list.check(plain, "ipv6");
  }
}

function parseNetwork(text: string) {
  const [, address = "", bits] = /^([0-9a-fA-F:.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) return undefined;
  const most = version === 4 ? 32 : 128;
  const count = bits === undefined ? most : Number(bits);
  if (count > most) return undefined;
  return { address, bits: count, family: version === 4 ? "ipv4" : "ipv6" } as const;
}

function withoutZone(address: string): string {
  const at = address.indexOf("%");
  return at < 0 ? address : address.slice(0, at);
}

/** The address of IPv4 in one that is mapped (`::ffff:`), compatible (`::`) or translated (`64:ff9b::`). */
function embeddedIPv4(address: string): string | undefined {
  const groups = groupsOf(address);
  if (!groups) return undefined;
  const [a, b, c, d, e, f, high = 0, low = 0] = groups;
  const zeros = b === 0 && c === 0 && d === 0 && e === 0;
  const mapped = a === 0 && zeros && f === 0xffff;
  const compatible = a === 0 && zeros && f === 0;
  const translated = a === 0x64 && b === 0xff9b && c === 0 && d === 0 && e === 0 && f === 0;
  if (!mapped && !compatible && !translated) return undefined;
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** The eight groups of an address of IPv6. */
function groupsOf(address: string): number[] | undefined {
  if (isIP(address) !== 6) return undefined;
  // The URL parser writes the last 32 bits in hexadecimal, too.
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = text.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...(tail === undefined ? [] : zeros), ...right].map((group) =>
    Number.parseInt(group, 16),
  );
}
