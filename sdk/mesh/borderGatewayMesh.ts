// SPDX-License-Identifier: Apache-2.0
import { ComponentResource, type ComponentResourceOptions, log, type Output, output } from "@pulumi/pulumi";
import { requireInstalledPackage } from "../installedPackage";
import { programSites } from "../programSites";
import { refusal } from "../refusal";
import { mermaidOf } from "./drawing/mermaid";
import { pictureOf } from "./drawing/picture";
import { MESH_TYPE } from "./drawing/preview";
import { type Finding, Findings, sentenceOf, sorted } from "./finding";
import { meshAtSites } from "./live/atSites";
import { type MadeTopology, makeMesh } from "./makeMesh";
import type { Mesh } from "./model/mesh";
import { plainTopology } from "./plainTopology";
import { type Declaration, declareMesh, givenElsewhere } from "./programMeshes";
import type { Topology } from "./topology";
import { errorsOf, validateTopology } from "./validateTopology";

interface Made {
  readonly topology: Output<MadeTopology>;
  readonly diagram: Output<string>;
}

/** A mesh that its sites do not contradict, and what there is to warn of. */
interface Checked {
  readonly declaration: Declaration;
  readonly mesh: Mesh;
  readonly warnings: readonly Finding[];
}

/** The mesh of a component that is under way: its inputs are what the base class hands on. */
const underWay = new WeakMap<object, Promise<Checked>>();

/**
 * Sites joined at layer 2: devices, L2 gateways, connections and tables of remote MACs, from one {@link Topology}.
 * The topology is validated as a whole before anything is made, then, unless stack configuration `border-gateway:validate` is `offline`, compared with the sites.
 *
 * @throws RunError with everything that is wrong with the topology, each with its path
 * @example
 * const mesh = new BorderGatewayMesh("mesh", {
 *   sites: {
 *     tokyo: { router: "edge", tunnelIp: "203.0.113.1" },
 *     osaka: { router: "edge", tunnelIp: "203.0.113.2" },
 *   },
 *   segments: {
 *     web: { segmentationId: 100, sites: { tokyo: { network: "web", hosts: "ports" }, osaka: { network: "web", hosts: "ports" } } },
 *   },
 * });
 * export const diagram = mesh.diagram;
 */
export class BorderGatewayMesh extends ComponentResource<Made> {
  /** What was made, by site and by segment, with ids and addresses. */
  readonly topology: Output<MadeTopology>;
  /** The mesh as a Mermaid flowchart. */
  readonly diagram: Output<string>;

  constructor(name: string, topology: Topology, opts?: ComponentResourceOptions) {
    requireInstalledPackage(`mesh "${name}"`);
    const { findings, mesh } = validateTopology(topology);
    refuse(name, findings);
    const inputs = { topology: plainTopology(topology) };
    const checked = checkedAtSites(declareMesh(name, mesh), findings);
    underWay.set(inputs, checked);
    super(MESH_TYPE, name, inputs, { ...opts, dependsOn: after(checked, opts?.dependsOn) });
    const made = output(this.getData());
    this.topology = made.topology;
    this.diagram = made.diagram;
  }

  protected override async initialize(inputs: object): Promise<Made> {
    const checked = await underWay.get(inputs);
    // The engine has the component already: its inputs are no mesh that we know of.
    if (checked === undefined) throw new Error("BorderGatewayMesh was started with inputs that are not its own");
    const { declaration, mesh, warnings } = checked;
    for (const warning of sorted(warnings)) void log.warn(sentenceOf(warning), this);
    const { topology, segmentationIds } = await makeMesh(
      declaration.name,
      mesh,
      this,
      await givenElsewhere(declaration, await programSites()),
    );
    const diagram = segmentationIds.apply((ids) => mermaidOf(pictureOf(mesh, new Map(), new Map(Object.entries(ids)))));
    this.registerOutputs({ topology, diagram });
    return { topology, diagram };
  }
}

async function checkedAtSites(declaration: Declaration, warnings: readonly Finding[]): Promise<Checked> {
  const findings = new Findings();
  findings.add(warnings);
  const found = await meshAtSites(declaration.mesh, await programSites(), findings);
  refuse(declaration.name, findings.all);
  return { declaration, mesh: found, warnings: findings.all };
}

type DependsOn = NonNullable<ComponentResourceOptions["dependsOn"]>;

/** A constructor cannot wait, but the SDK waits for the dependencies of a resource before it registers it, and registers it never where one of them fails. */
const after = (checked: Promise<Checked>, dependsOn: DependsOn = []): DependsOn => checked.then(() => dependsOn) as DependsOn;

/** All errors at once. `RunError` ends the program without a stack trace. */
function refuse(name: string, findings: readonly Finding[]): void {
  const errors = sorted(errorsOf(findings));
  if (errors.length === 0) return;
  throw refusal(`mesh ${name} is refused, and nothing of it was changed:\n${errors.map((error) => `  ${sentenceOf(error)}`).join("\n")}`);
}
