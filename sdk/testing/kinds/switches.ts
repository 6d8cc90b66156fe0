// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

/** The physical switches that the agent of an upstream site reports: sw1..sw8 with ports p1..p16. */
const SWITCHES = 8;
const PORTS = 16;

const numbered = (prefix: string, name: string, limit: number): boolean => {
  const number = name.startsWith(prefix) ? name.slice(prefix.length) : "";
  return /^[1-9]\d*$/.test(number) && Number(number) <= limit;
};

export const switchId = (name: string): string | undefined => (numbered("sw", name, SWITCHES) ? uuidOf(name) : undefined);

export const portId = (switchName: string, port: string): string | undefined =>
  switchId(switchName) !== undefined && numbered("p", port, PORTS) ? uuidOf(switchName + port) : undefined;

/** The same name has the same id on every site and run. */
function uuidOf(name: string): string {
  const hex = createHash("sha1").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
