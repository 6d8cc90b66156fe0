// SPDX-License-Identifier: Apache-2.0
// Addresses that are well written and that no device and no host can have. The server takes them, so this says only what can never work.
import * as ipaddr from "ipaddr.js";
import { show } from "../../../provider/values";

const NOWHERE: Readonly<Record<string, string>> = {
  unspecified: "the unspecified address",
  loopback: "a loopback address",
  multicast: "a multicast address",
  broadcast: "the broadcast address",
};

/** Why no tunnel can end at an address, in words; `undefined` where one can. */
export function noTunnelEnd(address: string): string | undefined {
  // A site may hold what is no address at all: the server takes any text.
  if (!ipaddr.isValid(address)) return undefined;
  const what = NOWHERE[ipaddr.process(address).range()];
  return what === undefined ? undefined : `${show(address)} is ${what}. Use the tunnel address of the device.`;
}

/** Why no host can have a MAC address, in words; `undefined` where one can. The lowest bit of the first octet marks groups (IEEE 802). */
export function noHost(mac: string): string | undefined {
  if (Number.parseInt(mac.slice(0, 2), 16) % 2 === 0) return undefined;
  const what = mac === "ff:ff:ff:ff:ff:ff" ? "the broadcast address" : "a multicast address (its first octet is odd)";
  return `${mac} is ${what}, which no host has. Use the MAC address of the port of the host, or remove it.`;
}

/** One spelling of an IP address that is in canonical form: `::ffff:203.0.113.1` is 203.0.113.1. */
export const plainIp = (address: string): string =>
  address.startsWith("::ffff:") && ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
