// SPDX-License-Identifier: Apache-2.0
import type { Alias as AliasMessage } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { fromStruct } from "./grpc";
import type { Urn } from "./urn";
import type { PropertyMap } from "./values";

/** A former name of a resource, whole or in parts; a part that is absent is as it is now. */
export type Alias =
  | { readonly urn: Urn }
  | {
      readonly name?: string;
      readonly type?: string;
      readonly stack?: string;
      readonly project?: string;
      readonly parent?: Urn;
      readonly noParent?: boolean;
    };

/** What the program wants a resource to be. */
export interface Goal {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly properties: PropertyMap;
  readonly parent: Urn;
  readonly provider: string;
  readonly dependencies: readonly Urn[];
  readonly propertyDependencies: Readonly<Record<string, readonly Urn[]>>;
  readonly protect: boolean | undefined;
  readonly retainOnDelete: boolean | undefined;
  readonly deleteBeforeReplace: boolean | undefined;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly Alias[];
  readonly deletedWith: Urn;
}

/** A goal of which only this much is said: a custom resource without dependencies, parent, provider or options. */
export const goalOf = (said: Partial<Goal> & Pick<Goal, "type" | "name">): Goal => ({
  custom: true,
  properties: {},
  parent: "",
  provider: "",
  dependencies: [],
  propertyDependencies: {},
  protect: undefined,
  retainOnDelete: undefined,
  deleteBeforeReplace: undefined,
  ignoreChanges: [],
  replaceOnChanges: [],
  additionalSecretOutputs: [],
  aliases: [],
  deletedWith: "",
  ...said,
});

const readAlias = (message: AliasMessage): Alias => {
  const spec = message.getSpec();
  if (spec === undefined) return { urn: message.getUrn() };
  return {
    ...(spec.getName() === "" ? {} : { name: spec.getName() }),
    ...(spec.getType() === "" ? {} : { type: spec.getType() }),
    ...(spec.getStack() === "" ? {} : { stack: spec.getStack() }),
    ...(spec.getProject() === "" ? {} : { project: spec.getProject() }),
    ...(spec.getParenturn() === "" ? {} : { parent: spec.getParenturn() }),
    ...(spec.getNoparent() ? { noParent: true } : {}),
  };
};

/** Reads a registration; what it leaves open comes from the parent (pulumi v3.260.0, source_eval.go, `inheritFromParent`). */
export const readGoal = (request: RegisterResourceRequest, provider: string, parent: Goal | undefined): Goal => {
  const properties = fromStruct(request.getObject());
  const propertyDependencies: Record<string, readonly Urn[]> = Object.fromEntries(Object.keys(properties).map((key) => [key, []]));
  const given = request.getPropertydependenciesMap();
  if (given.getLength() === 0) {
    for (const key of Object.keys(properties)) propertyDependencies[key] = request.getDependenciesList();
  }
  given.forEach((value, key) => {
    propertyDependencies[key] = value.getUrnsList();
  });
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    properties,
    parent: request.getParent(),
    provider,
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    protect: request.hasProtect() ? request.getProtect() : parent?.protect,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : parent?.retainOnDelete,
    deleteBeforeReplace:
      request.getDeletebeforereplacedefined() || request.getDeletebeforereplace() ? request.getDeletebeforereplace() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: [...request.getAliasurnsList().map((urn) => ({ urn })), ...request.getAliasesList().map(readAlias)],
    deletedWith: request.getDeletedwith() || (parent?.deletedWith ?? ""),
  };
};
