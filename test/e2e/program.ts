// SPDX-License-Identifier: Apache-2.0
// The program of the end-to-end tests: it declares what stack configuration `test:resources` lists, so that a test changes its program by changing that list.
import * as pulumi from "@pulumi/pulumi";
import { GatewayDevice, L2Gateway, L2GatewayConnection, RemoteMacEntry, RemoteMacTable } from "pulumi-border-gateway";

const classes = { GatewayDevice, L2Gateway, L2GatewayConnection, RemoteMacEntry, RemoteMacTable };

export interface Declared {
  readonly kind: keyof typeof classes;
  readonly name: string;
  /**
   * `"${edge.id}"` stands for an output of a resource further up in the list, `"${other!edge}"` for the id of `edge` in the stack `other` of this
   * project, `{"secret": value}` for a secret.
   */
  readonly args: Readonly<Record<string, unknown>>;
  readonly options?: pulumi.CustomResourceOptions;
  /** Name of a component that is the parent. */
  readonly component?: string;
}

const made = new Map<string, pulumi.CustomResource>();
const components = new Map<string, pulumi.ComponentResource>();
const references = new Map<string, pulumi.StackReference>();

function componentOf(name: string): pulumi.ComponentResource {
  const component = components.get(name) ?? new pulumi.ComponentResource("test:index:Edge", name);
  components.set(name, component);
  return component;
}

function idInStack(stack: string, name: string): pulumi.Output<string> {
  const reference = references.get(stack) ?? new pulumi.StackReference(`organization/${pulumi.getProject()}/${stack}`);
  references.set(stack, reference);
  return reference.requireOutput("ids").apply((ids: Record<string, string>) => ids[name] ?? "");
}

function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value === "object" && value !== null && "secret" in value) return pulumi.secret(resolve(value.secret));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
  const elsewhere = typeof value === "string" ? /^\$\{([^!]+)!([^!]+)\}$/.exec(value) : null;
  if (elsewhere !== null) return idInStack(elsewhere[1] ?? "", elsewhere[2] ?? "");
  const reference = typeof value === "string" ? /^\$\{([^.]+)\.([^.]+)\}$/.exec(value) : null;
  if (reference === null) return value;
  const [, name = "", output = ""] = reference;
  const resource = made.get(name);
  if (resource === undefined) throw new pulumi.RunError(`${name} is not declared above`);
  return Reflect.get(resource, output);
}

const config = new pulumi.Config("test");

// A program's own transformation may replace the resource options, and with them the one that our classes set.
if (config.getBoolean("withoutDeleteBeforeReplace"))
  pulumi.runtime.registerStackTransformation(({ props, opts }) => {
    if ("deleteBeforeReplace" in opts) delete opts.deleteBeforeReplace;
    return { props, opts };
  });

for (const { kind, name, args, options, component } of config.requireObject<Declared[]>("resources")) {
  const resource: pulumi.CustomResource = Reflect.construct(classes[kind], [
    name,
    resolve(args),
    component === undefined ? options : { ...options, parent: componentOf(component) },
  ]);
  made.set(name, resource);
}

export const ids = Object.fromEntries([...made].map(([name, resource]) => [name, resource.id]));
