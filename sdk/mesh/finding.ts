// SPDX-License-Identifier: Apache-2.0

/** Path of a value in a topology: keys and list indexes. */
export type Path = ReadonlyArray<string | number>;

/** The rules of a topology, one sentence each. The keys are stable, because machine-readable reports contain them. */
export const RULES = {
  syntax: "The file is valid YAML or JSON of a supported size.",
  shape: "Every value has the type that its key requires.",
  "unknown-key": "A topology contains only known keys.",
  required: "All required keys are present.",
  name: "Names of sites and segments are valid as names of objects at the sites.",
  "nothing-to-join": "A mesh has at least two sites and one segment, and a segment has at least two sites.",
  "unknown-site": "Every site that a segment or link refers to is declared.",
  "unused-site": "Every declared site is part of at least one segment.",
  link: "A link connects two different sites.",
  island: "The links of a segment connect all of its sites.",
  device: "A gateway device has exactly the properties that its type requires.",
  "taken-twice": "A gateway device, router, network or address is used only once.",
  address: "Every address can belong to a gateway device or a host.",
  "tunnel-family": "The tunnel addresses of linked sites belong to the same IP family.",
  "segmentation-id": "Segmentation ids are within the range of every gateway device that uses them.",
  "segmentation-id-twice": "Segments on the same gateway device have different segmentation ids.",
  "pool-full": "A range contains enough segmentation ids for its segments.",
  "network-twice": "A network belongs to only one segment.",
  "mac-twice": "A Neutron has at most one remote MAC entry for each MAC address.",
  "remote-mac": "A remote MAC entry points to the site of the host.",
  "no-tunnel": "Tunnel addresses and hosts are set only at sites whose gateway device has a tunnel.",
  "remote-mac-per-site": "In a segment, a site with hosts is linked to at most one site of each Neutron.",
  "not-at-site": "Every object that the topology refers to exists exactly once at its site.",
  contradiction: "The topology agrees with the current contents of the sites.",
  cidr: "The sites of a segment share a subnet of each IP family.",
  subnet: "A stretched subnet has no gateway address, and its DHCP is disabled.",
  login: "The provider can log in to every site and read from it.",
} as const;

export type Rule = keyof typeof RULES;

/** An error or warning about a topology. */
export interface Finding {
  readonly path: Path;
  readonly rule: Rule;
  readonly severity: "error" | "warning";
  /** The value, the rule and the fix. It follows the path and a colon. */
  readonly reason: string;
}

/** The original text of the values that a parser read from a file. */
export interface Spelling {
  /** The text of a value as written in the file. `undefined` for a string. */
  valueAt(path: Path): string | undefined;
  /** The text of the last key of a path as written in the file. `undefined` if the parser read it as a string. */
  keyAt(path: Path): string | undefined;
}

const NO_SPELLING: Spelling = { valueAt: () => undefined, keyAt: () => undefined };

/** A collector of findings. */
export class Findings {
  readonly all: Finding[] = [];

  /** @param spelling original text of the topology file. Defaults to none. */
  constructor(readonly spelling: Spelling = NO_SPELLING) {}

  error(rule: Rule, path: Path, reason: string): void {
    this.all.push({ path, rule, severity: "error", reason });
  }

  /** Adds the findings that are not present yet. */
  add(findings: readonly Finding[]): void {
    const known = new Set(this.all.map(findingText));
    this.all.push(...findings.filter((finding) => !known.has(findingText(finding))));
  }

  warn(rule: Rule, path: Path, reason: string): void {
    this.all.push({ path, rule, severity: "warning", reason });
  }
}

/** The findings in the order of their paths, which does not depend on which site responds first. */
export function sorted(findings: readonly Finding[]): Finding[] {
  const keyed = findings.map((finding) => ({ finding, key: pathText(finding.path) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ finding }) => finding);
}

/** The text of a path: `segments.web.sites["north wing"].hosts[2]`. */
export function pathText(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[\p{L}\p{N}_$-]+$/u.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** The text of a finding: `segments.web: unknown key …`. */
export function sentenceOf({ path, reason, rule }: Finding): string {
  // A syntax finding concerns the whole file and has no path.
  if (rule === "syntax") return reason;
  return `${path.length === 0 ? "topology" : pathText(path)}: ${reason}`;
}

/** As {@link sentenceOf}, with the prefix `warning: ` if it is a warning. */
export function findingText(finding: Finding): string {
  return `${finding.severity === "warning" ? "warning: " : ""}${sentenceOf(finding)}`;
}
