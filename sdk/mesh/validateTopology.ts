// SPDX-License-Identifier: Apache-2.0
import { type Finding, Findings, type Spelling } from "./finding";
import { readTopology } from "./model/fields";
import { type Mesh, meshOf } from "./model/mesh";
import { deviceRules } from "./rules/deviceRules";
import { hostRules } from "./rules/hostRules";
import { segmentationRules } from "./rules/segmentationRules";
import { shapeRules } from "./rules/shapeRules";
import { tunnelRules } from "./rules/tunnelRules";

export interface Validation {
  /** Everything that is wrong, in the order of the rules. */
  readonly findings: readonly Finding[];
  /** What is valid of it. */
  readonly mesh: Mesh;
}

/** Validates a topology as far as it can be without asking any site. Outputs are allowed wherever an id, a name or an address goes, and are not looked at. */
export function validateTopology(topology: unknown, spelling?: Spelling): Validation {
  const findings = new Findings(spelling);
  const mesh = meshOf(readTopology(topology, findings));
  crossRules(mesh, findings);
  return { findings: findings.all, mesh };
}

/** The rules that look at more than one value. They hold for what a file says as for what the sites add to it. */
export function crossRules(mesh: Mesh, findings: Findings): void {
  shapeRules(mesh, findings);
  deviceRules(mesh, findings);
  tunnelRules(mesh, findings);
  segmentationRules(mesh, findings);
  hostRules(mesh, findings);
}

export const errorsOf = (findings: readonly Finding[]): Finding[] => findings.filter(({ severity }) => severity === "error");
