// SPDX-License-Identifier: Apache-2.0
// Valid addresses that no device and no host can have. The server accepts them, so these rules only reject what can never work.
import * as ipaddr from "ipaddr.js";
import { show } from "../../../provider/kinds/values";

const NOWHERE: Readonly<Record<string, string>> = {
  unspecified: "the unspecified address",
  loopback: "a loopback address",
  multicast: "a multicast address",
  broadcast: "the broadcast address",
};

/** The reason why an address cannot be a tunnel address. `undefined` if it can. */
export function noTunnelEnd(address: string): string | undefined {
  // A site may contain invalid addresses, because the server accepts any text.
  if (!ipaddr.isValid(address)) return undefined;
  const what = NOWHERE[ipaddr.process(address).range()];
  return what === undefined ? undefined : `${show(address)} is ${what}. Use the tunnel address of the device.`;
}

/** The reason why a MAC address cannot be that of a host. `undefined` if it can. The lowest bit of the first octet marks group addresses (IEEE 802). */
export function noHost(mac: string): string | undefined {
  if (Number.parseInt(mac.slice(0, 2), 16) % 2 === 0) return undefined;
  const what = mac === "ff:ff:ff:ff:ff:ff" ? "the broadcast address" : "a multicast address (its first octet is odd)";
  return `${mac} is ${what}, which no host has. Use the MAC address of the port of the host, or remove it.`;
}

/** The IPv4 form of an IPv4-mapped address: `::ffff:203.0.113.1` becomes 203.0.113.1. Other addresses stay as they are. */
export const plainIp = (address: string): string =>
  address.startsWith("::ffff:") && ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
