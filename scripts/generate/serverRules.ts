// SPDX-License-Identifier: Apache-2.0
import type { Rule } from "../../test/contract/rule";
import { table } from "./markdown";

/** URLs of the server sources at the tested versions. */
const SOURCES: Readonly<Record<string, (path: string, line: string) => string>> = {
  "networking-midonet": (path, line) => `https://github.com/openstack/networking-midonet/blob/1dcb2d2/${path}#L${line}`,
  "networking-l2gw": (path, line) => `https://opendev.org/x/networking-l2gw/src/tag/22.0.0/${path}#L${line}`,
  neutron: (path, line) => `https://github.com/openstack/neutron/blob/17.4.1/${path}#L${line}`,
  "neutron-lib": (path, line) => `https://github.com/openstack/neutron-lib/blob/2.6.2/${path}#L${line}`,
  "oslo.middleware": (path, line) => `https://github.com/openstack/oslo.middleware/blob/4.1.1/${path}#L${line}`,
  keystonemiddleware: (path, line) => `https://github.com/openstack/keystonemiddleware/blob/9.1.0/${path}#L${line}`,
  eventlet: (path, line) => `https://github.com/eventlet/eventlet/blob/v0.30.3/${path}#L${line}`,
};

/** A table of rules of the contract suite, each with its source. */
export const rulesTable = (rules: readonly Rule[]): string =>
  table(
    ["rule", "server", "database", "source"],
    rules.map(({ name, on, database, source }) => [escaped(name), on ?? "both", database ?? "", link(source)]),
  );

function link(source: string): string {
  const [, project = "", path = "", line = ""] = /^(\S+) (\S+):(\d+)$/.exec(source) ?? [];
  const url = SOURCES[project]?.(path, line);
  return url === undefined ? escaped(source) : `[${path.split("/").at(-1)}:${line}](${url})`;
}

const escaped = (text: string): string => text.replaceAll("<", "&lt;");
