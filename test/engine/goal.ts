// SPDX-License-Identifier: Apache-2.0
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { fromStruct } from "../wire/grpc";
import type { Urn } from "../wire/urn";
import type { PropertyMap } from "../wire/values";

/** The desired state of a resource, as the program registers it. */
export interface Goal {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly properties: PropertyMap;
  readonly parent: Urn;
  readonly provider: string;
  readonly dependencies: readonly Urn[];
  readonly propertyDependencies: Readonly<Record<string, readonly Urn[]>>;
  readonly deleteBeforeReplace: boolean | undefined;
  /** Names of properties. */
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
}

/** A goal with defaults: a custom resource without dependencies, parent, provider or options. */
export const goalOf = (given: Partial<Goal> & Pick<Goal, "type" | "name">): Goal => ({
  custom: true,
  properties: {},
  parent: "",
  provider: "",
  dependencies: [],
  propertyDependencies: {},
  deleteBeforeReplace: undefined,
  ignoreChanges: [],
  additionalSecretOutputs: [],
  ...given,
});

/** The alias of every dynamic resource of this package to its type in the plugin. No state of this engine holds that type. */
const isPluginType = (type = ""): boolean => type.startsWith("border-gateway:index:");

/** The first resource option of the request that only the real engine supports. */
export const unsupportedOption = (request: RegisterResourceRequest): string | undefined => {
  const given: Record<string, boolean | undefined> = {
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    deletedWith: request.getDeletedwith() !== "",
    replaceOnChanges: request.getReplaceonchangesList().length > 0,
    aliases: request.getAliasurnsList().length > 0 || request.getAliasesList().some((alias) => !isPluginType(alias.getSpec()?.getType())),
    import: request.getImportid() !== "",
    "ignoreChanges with a path into a property": request.getIgnorechangesList().some((path) => /[.[*]/.test(path)),
  };
  return Object.keys(given).find((option) => given[option]);
};

export const readGoal = (request: RegisterResourceRequest, provider: string): Goal => {
  const properties = fromStruct(request.getObject());
  const propertyDependencies: Record<string, readonly Urn[]> = {};
  const given = request.getPropertydependenciesMap();
  for (const key of Object.keys(properties)) propertyDependencies[key] = given.getLength() === 0 ? request.getDependenciesList() : [];
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
    deleteBeforeReplace:
      request.getDeletebeforereplacedefined() || request.getDeletebeforereplace() ? request.getDeletebeforereplace() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
  };
};
