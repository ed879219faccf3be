import ipaddr from 'ipaddr.js';

/** Networks that may be reached though they are not public, by configuration: a provider beside the server, say. */
export interface AllowedNetworks {
  has(address: string): boolean;
}

/** Addresses and networks (`127.0.0.1`, `10.1.0.0/16`, `fd00::/8`), separated by commas. Throws what cannot be read. */
export function parseNetworks(list: string): AllowedNetworks {
  const networks = list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry) => {
      if (entry.includes('/')) return ipaddr.parseCIDR(entry);
      const address = ipaddr.parse(entry);
      return [address, address.kind() === 'ipv4' ? 32 : 128] as [typeof address, number];
    });
  return {
    has(text) {
      if (!ipaddr.isValid(text)) return false;
      const address = ipaddr.process(text);
      return networks.some(([network, bits]) => network.kind() === address.kind() && address.match([network, bits]));
    },
  };
}

/**
 * Whether an address, as a resolver gives it, belongs to the public Internet: everything in IANA's registries of special
 * addresses is not. IPv4 inside of IPv6 counts as what it leads to; of IPv6 only 2000::/3 is given out.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST);
}

const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];
