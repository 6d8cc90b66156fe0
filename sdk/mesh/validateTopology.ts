// SPDX-License-Identifier: Apache-2.0
import { type Finding, Findings, type Spelling } from "./finding";
import { readTopology } from "./model/fields";
import { type Mesh, meshOf } from "./model/mesh";
import { deviceRules } from "./rules/deviceRules";
import { hostRules } from "./rules/hostRules";
import { segmentationRules } from "./rules/segmentationRules";
import { shapeRules } from "./rules/shapeRules";
import { tunnelRules } from "./rules/tunnelRules";

/** Result of the validation of a topology. */
export interface Validation {
  /** All errors and warnings, in the order of the rules. */
  readonly findings: readonly Finding[];
  /** The valid part of the topology. */
  readonly mesh: Mesh;
}

/** Validates a topology without contacting any site. Outputs are allowed as ids, names and addresses, and their values are not validated. */
export function validateTopology(topology: unknown, spelling?: Spelling): Validation {
  const findings = new Findings(spelling);
  const mesh = meshOf(readTopology(topology, findings));
  crossRules(mesh, findings);
  return { findings: findings.all, mesh };
}

/** Applies the rules that concern more than one value. They run on the topology itself and again after data from the sites is merged into it. */
export function crossRules(mesh: Mesh, findings: Findings): void {
  shapeRules(mesh, findings);
  deviceRules(mesh, findings);
  tunnelRules(mesh, findings);
  segmentationRules(mesh, findings);
  hostRules(mesh, findings);
}

/** The findings that are errors. */
export const errorsOf = (findings: readonly Finding[]): Finding[] => findings.filter(({ severity }) => severity === "error");
