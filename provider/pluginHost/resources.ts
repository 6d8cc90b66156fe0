// SPDX-License-Identifier: Apache-2.0
// The resources of the package by their type tokens, each with its lifecycle over one runtime.
import { BorderGatewayError } from "../client/errors";
import { kinds } from "../kinds";
import type { Definition, Kind, Props, Runtime } from "../kinds/definition";
import { UNKNOWN } from "../kinds/unknown";
import { type Lifecycle, lifecycleOf } from "../lifecycle/lifecycle";
import { pluginType } from "../program/hints";
import { segmentationIdPool } from "../program/segmentationIdPool";

export interface PluginResource {
  readonly lifecycle: Lifecycle;
  /** What an object of these inputs will look like, as far as a preview knows it. */
  planned(inputs: Props, last?: Props): Props;
}

export type PluginResources = (type: string) => PluginResource;

export function resourcesOver(runtime: Runtime): PluginResources {
  const ofKind = <I>(kind: Kind<I>): PluginResource => ({
    lifecycle: lifecycleOf(kind, runtime),
    planned: (inputs, last) => plannedBy(kind.definition, inputs, last),
  });
  const resources = new Map<string, PluginResource>(
    Object.values(kinds).map((kind) => [pluginType(kind.definition.kind), ofKind(kind as Kind<unknown>)]),
  );
  const pool = segmentationIdPool(runtime);
  // The inputs of a pool are complete after `check`: they are its outputs.
  resources.set(pluginType(pool.kind), { lifecycle: pool, planned: (inputs) => inputs });
  return (type) => {
    const resource = resources.get(type);
    if (resource === undefined) throw new BorderGatewayError(`unknown resource type "${type}". Types: ${[...resources.keys()].join(", ")}`);
    return resource;
  };
}

function plannedBy<I>({ inputs: table, outputs }: Definition<I>, { adopt: _, ...inputs }: Props, last: Props = {}): Props {
  const fromServer = Object.keys(table).filter((name) => table[name]?.filled === "server");
  const unknown = [...fromServer, ...Object.keys(outputs)].map((name) => [name, UNKNOWN]);
  return { ...Object.fromEntries(unknown), ...last, ...inputs };
}
