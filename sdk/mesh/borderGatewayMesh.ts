// SPDX-License-Identifier: Apache-2.0
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { ComponentResource, log, output } from "@pulumi/pulumi";
import { requireInstalledPackage } from "../installedPackage";
import { programSites } from "../programSites";
import { refusal } from "../refusal";
import { mermaidOf } from "./drawing/mermaid";
import { pictureOf } from "./drawing/picture";
import { MESH_TYPE } from "./drawing/preview";
import type { Finding } from "./finding";
import { Findings, sentenceOf, sorted } from "./finding";
import type { AdoptedNames } from "./live/adoptedNames";
import { adoptedNames } from "./live/adoptedNames";
import { meshAtSites } from "./live/atSites";
import type { MeshOutputs } from "./makeMesh";
import { makeMesh } from "./makeMesh";
import type { Mesh } from "./model/mesh";
import { plainTopology } from "./plainTopology";
import type { Declaration } from "./programMeshes";
import { declareMesh, givenElsewhere } from "./programMeshes";
import type { Topology } from "./topology";
import { errorsOf, validateTopology } from "./validateTopology";

interface Made {
  readonly topology: Output<MeshOutputs>;
  readonly diagram: Output<string>;
}

/** A mesh that is consistent with its sites, and its warnings. */
interface Checked {
  readonly declaration: Declaration;
  readonly mesh: Mesh;
  readonly adopted: AdoptedNames;
  readonly warnings: readonly Finding[];
}

/** Checked meshes of components that are not initialised yet, by the inputs that the base class passes on. */
const underWay = new WeakMap<object, Promise<Checked>>();

/**
 * A mesh of sites that are connected at layer 2. It creates the gateway devices, L2 gateways, connections and remote MAC tables of one {@link Topology}.
 * The constructor validates the whole topology. Before it registers any resource, the mesh also compares the topology with the sites, unless the stack configuration
 * `border-gateway:liveValidation` is `false`.
 *
 * @throws RunError that lists all errors of the topology with their paths
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
  /** Ids and addresses of the created resources, by site and segment. */
  readonly topology: Output<MeshOutputs>;
  /** Mermaid flowchart of the mesh. */
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
    // The engine already has the component, and its inputs do not belong to a mesh of this program.
    if (checked === undefined) throw new Error("BorderGatewayMesh was started with inputs that are not its own");
    const { declaration, mesh, adopted, warnings } = checked;
    for (const warning of sorted(warnings)) void log.warn(sentenceOf(warning), this);
    const { topology, segmentationIds } = await makeMesh(
      declaration.name,
      mesh,
      this,
      await givenElsewhere(declaration, await programSites()),
      adopted,
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
  const adopted = await adoptedNames(declaration.name, found, await programSites(), findings);
  refuse(declaration.name, findings.all);
  return { declaration, mesh: found, adopted, warnings: findings.all };
}

type DependsOn = NonNullable<ComponentResourceOptions["dependsOn"]>;

/** A constructor cannot wait. The SDK does wait for the dependencies of a resource before it registers the resource, and never registers it if one of them fails. */
const after = (checked: Promise<Checked>, dependsOn: DependsOn = []): DependsOn => checked.then(() => dependsOn) as DependsOn;

/** Reports all errors at once. `RunError` ends the program without a stack trace. */
function refuse(name: string, findings: readonly Finding[]): void {
  const errors = sorted(errorsOf(findings));
  if (errors.length === 0) return;
  throw refusal(`mesh ${name} is refused, and nothing of it was changed:\n${errors.map((error) => `  ${sentenceOf(error)}`).join("\n")}`);
}
