// SPDX-License-Identifier: Apache-2.0
// The program of the end-to-end tests: it declares what stack configuration `test:resources` lists, so that a test changes its program by changing that list.
import * as pulumi from "@pulumi/pulumi";
import { GatewayDevice, L2Gateway, L2GatewayConnection, RemoteMacEntry, RemoteMacTable } from "pulumi-border-gateway";

const classes = { GatewayDevice, L2Gateway, L2GatewayConnection, RemoteMacEntry, RemoteMacTable };

export interface Declared {
  readonly kind: keyof typeof classes;
  readonly name: string;
  /** `"${edge.id}"` stands for an output of a resource further up in the list. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly options?: pulumi.CustomResourceOptions;
}

const made = new Map<string, pulumi.CustomResource>();

function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
  const reference = typeof value === "string" ? /^\$\{([^.]+)\.([^.]+)\}$/.exec(value) : null;
  if (reference === null) return value;
  const [, name = "", output = ""] = reference;
  const resource = made.get(name);
  if (resource === undefined) throw new Error(`${name} is not declared above`);
  return Reflect.get(resource, output);
}

for (const { kind, name, args, options } of new pulumi.Config("test").requireObject<Declared[]>("resources")) {
  const resource: pulumi.CustomResource = Reflect.construct(classes[kind], [name, resolve(args), options]);
  made.set(name, resource);
}

export const ids = Object.fromEntries([...made].map(([name, resource]) => [name, resource.id]));
