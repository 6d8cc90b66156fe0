// SPDX-License-Identifier: Apache-2.0
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * The proxy that the environment names for this URL, by the rules of Python's requests, which `openstack` uses:
 * `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, lower case before upper case; `no_proxy` takes host names, domain suffixes,
 * addresses, networks (`10.0.0.0/8`), each with an optional port, and `*`.
 */
export function proxyFor(url: string, env: NodeJS.ProcessEnv): string | undefined {
  const { protocol, hostname, port } = new URL(url);
  const look = (name: string) => env[name] || env[name.toUpperCase()];
  const proxy = look(`${protocol.slice(0, -1)}_proxy`) || look("all_proxy");
  if (!proxy) return undefined;
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const toPort = port || (protocol === "https:" ? "443" : "80");
  const entries = (look("no_proxy") ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
  if (entries.some((entry) => spares(entry.toLowerCase(), host, toPort))) return undefined;
  return proxy.includes("://") ? proxy : `http://${proxy}`;
}

function spares(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return inNetwork(host, entry);
  const { name, onlyPort } = split(entry);
  if (onlyPort !== undefined && onlyPort !== port) return false;
  if (isIP(host) !== 0) return isIP(name) !== 0 && ipaddr.parse(host).toString() === ipaddr.parse(name).toString();
  const bare = name.replace(/^\*?\./, "");
  return host === bare || host.endsWith(`.${bare}`);
}

function split(entry: string): { name: string; onlyPort?: string } {
  const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(entry);
  const plain = bracketed ?? /^([^:]+)(?::(\d+))?$/.exec(entry);
  if (plain?.[1] === undefined) return { name: entry };
  return { name: plain[1], ...(plain[2] === undefined ? {} : { onlyPort: plain[2] }) };
}

function inNetwork(host: string, network: string): boolean {
  if (!ipaddr.isValid(host) || !ipaddr.isValidCIDR(network)) return false;
  const address = ipaddr.parse(host);
  const [base, bits] = ipaddr.parseCIDR(network);
  return address.kind() === base.kind() && address.match([base, bits]);
}
