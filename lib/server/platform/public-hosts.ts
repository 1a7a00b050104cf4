import "server-only";
import { type LookupAddress, lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { env } from "@/lib/server/platform/env";

/** Loopback, private networks, link-local (with the metadata of cloud machines), and all else that is not the internet. */
const PRIVATE = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"],
  // The last five contain an IPv4 address.
  ...["::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"],
  ...["::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"],
];

const blocked = new BlockList();
for (const range of PRIVATE) {
  const [network = "", bits] = range.split("/");
  blocked.addSubnet(network, Number(bits), network.includes(":") ? "ipv6" : "ipv4");
}

/** Whether an IP address is not of the internet. IPv4 addresses in the form of IPv6 count as what they are. */
function isPrivateAddress(address: string): boolean {
  return blocked.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** A host in a private network, which no setting allows. Nothing was sent. */
export class PrivateHostError extends Error {
  constructor(readonly host: string) {
    super(`The host ${host} is in a private network.`);
    this.name = "PrivateHostError";
  }
}

/** Resolves a name. The connection goes to these addresses, so a name that changes meanwhile gains nothing. */
const lookupPublic: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const first = found?.[0];
    if (error || !first) return callback(error ?? new Error(`The host ${host} has no address.`), "");
    if (found.some(({ address }) => isPrivateAddress(address))) return callback(new PrivateHostError(host), "");
    return options.all ? callback(null, found) : callback(null, first.address, first.family);
  });
};

/** Opens connections to hosts of the internet, and to those that LATCHKEY_NOTICE_HOSTS names. */
export function publicConnector(timeout: number): buildConnector.connector {
  const connectPublic = buildConnector({ timeout, lookup: lookupPublic });
  const connectAny = buildConnector({ timeout });
  return (options, callback) => {
    // With or without the brackets of IPv6.
    const host = options.hostname.replace(/^\[|\]$/g, "");
    const isNamed = env().notices.hosts.some((named) => named === host || named === `[${host}]`);
    if (isNamed) return connectAny(options, callback);
    // An address is not resolved.
    if (isIP(host) && isPrivateAddress(host)) return callback(new PrivateHostError(host), null);
    return connectPublic(options, callback);
  };
}
