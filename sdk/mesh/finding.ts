// SPDX-License-Identifier: Apache-2.0

export type Path = ReadonlyArray<string | number>;

/** Each rule of a topology, in a sentence. The keys are stable: reports for machines carry them. */
export const RULES = {
  syntax: "The file is YAML or JSON, of a reasonable size.",
  shape: "Every value is of the kind that its place asks for.",
  "unknown-key": "There are no keys but those of the topology.",
  required: "What cannot be left out is there.",
  name: "Names of sites and segments can be names at the sites.",
  "nothing-to-join": "A mesh has two sites and a segment at least, and a segment two sites.",
  "unknown-site": "Every site that is named is declared.",
  "unused-site": "Every site that is declared carries a segment.",
  link: "A link joins two different sites.",
  island: "All sites of a segment are joined by its links.",
  device: "A device has what its type needs and nothing else.",
  "taken-twice": "No two devices share a device, a router, a network or an address.",
  address: "An address can be that of a device, or of a host.",
  "tunnel-family": "The tunnel addresses of linked sites are of one IP family.",
  "segmentation-id": "Segmentation ids are in the range of every device that carries them.",
  "segmentation-id-twice": "No device carries two segments of one segmentation id.",
  "pool-full": "A range has a number for each segment that takes one from it.",
  "network-twice": "No network is in two segments.",
  "mac-twice": "No Neutron gets two remote MAC entries for one MAC address.",
  "remote-mac": "A remote MAC entry points to the site where the host is.",
  "no-tunnel": "Hosts are behind a device that has a tunnel.",
  "remote-mac-per-site": "No two sites of one Neutron are linked with the same hosts.",
  "not-at-site": "What the topology names is at the site, once.",
  contradiction: "What the topology says of a site is what the site says.",
  cidr: "The sites of a segment have a subnet in common.",
  subnet: "A subnet that sites share has no gateway address and no DHCP of one site.",
  login: "Every site can be used.",
} as const;

export type Rule = keyof typeof RULES;

/** Something that the topology says and that cannot be, or should not. */
export interface Finding {
  readonly path: Path;
  readonly rule: Rule;
  readonly severity: "error" | "warning";
  /** Value, rule and what to do: it completes the sentence that begins with the path. */
  readonly reason: string;
}

/** What the text of a file has for a value that a parser made of it. */
export interface Spelling {
  /** The text of a value that is not a string, as the file spells it. `undefined` for a string. */
  valueAt(path: Path): string | undefined;
  /** The text of the last key of a path, if the parser made something other than a string of it. */
  keyAt(path: Path): string | undefined;
}

const NO_SPELLING: Spelling = { valueAt: () => undefined, keyAt: () => undefined };

/** Takes findings as they come. */
export class Findings {
  readonly all: Finding[] = [];

  /** @param spelling the text of the topology's file; default: the topology has none */
  constructor(readonly spelling: Spelling = NO_SPELLING) {}

  error(rule: Rule, path: Path, reason: string): void {
    this.all.push({ path, rule, severity: "error", reason });
  }

  /** Those that are not there yet. */
  add(findings: readonly Finding[]): void {
    const known = new Set(this.all.map(findingText));
    this.all.push(...findings.filter((finding) => !known.has(findingText(finding))));
  }

  warn(rule: Rule, path: Path, reason: string): void {
    this.all.push({ path, rule, severity: "warning", reason });
  }
}

/** In the order of their paths, so that it does not depend on which site answers first. */
export function sorted(findings: readonly Finding[]): Finding[] {
  const keyed = findings.map((finding) => ({ finding, key: pathText(finding.path) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ finding }) => finding);
}

/** `segments.web.sites["north wing"].hosts[2]`. */
export function pathText(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[\p{L}\p{N}_$-]+$/u.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** `segments.web.sites.osaka.network: is missing …`. */
export function sentenceOf({ path, reason, rule }: Finding): string {
  // Of a file that cannot be read as a topology.
  if (rule === "syntax") return reason;
  return `${path.length === 0 ? "topology" : pathText(path)}: ${reason}`;
}

/** As {@link sentenceOf}, and that it is a warning where it is one. */
export function findingText(finding: Finding): string {
  return `${finding.severity === "warning" ? "warning: " : ""}${sentenceOf(finding)}`;
}
