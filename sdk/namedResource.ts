// SPDX-License-Identifier: Apache-2.0
// The only code that determines what a stack state contains: the type of a resource and the name of its provider.
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { CustomResource, createUrn, getOrganization, log, runtime } from "@pulumi/pulumi";
import { configKey } from "../provider/client/config/settingKeys";
import { automaticName, dynamicType, hidden, NAME_HINT, pluginType } from "../provider/program/hints";
import { idHints, recordId } from "./idHints";
import { ineffectiveOptions } from "./ineffectiveOptions";
import { requireInstalledPackage } from "./installedPackage";
import { refusal } from "./refusal";
import { secretHint } from "./secretInputs";

/** Arguments of the base class in addition to those of `pulumi.CustomResource`. */
export interface Registration {
  /** Class name: `GatewayDevice`. */
  readonly kind: string;
  /** Properties that the provider returns. Each becomes an Output, whether the program sets it or not. */
  readonly outputs: readonly string[];
}

/**
 * The base class of all resources: a dynamic resource whose state contains the name of its provider instead of code. `pulumi.dynamic.Resource` would write the source
 * text of the provider into every resource. The text below must never change, because the SDK evaluates the text of an old release to delete its resources.
 */
export abstract class NamedResource extends CustomResource {
  protected constructor({ kind, outputs }: Registration, name: string, args: object, opts: CustomResourceOptions = {}) {
    const host = usesPlugin() ? onPlugin(kind) : asDynamic(kind, name, opts);
    const program: Record<string, unknown> = { ...args };
    const key = opts.id === undefined ? nameHint(host, name, opts.parent) : undefined;
    const hints = key === undefined ? {} : { [hidden(NAME_HINT)]: key, ...idHints(program, key), ...host.hints(program) };
    const answers = Object.fromEntries(outputs.map((output) => [output, undefined]));
    const options = {
      ...opts,
      // A site cannot hold two objects with the same name, address or network, and the engine would create the new object first.
      deleteBeforeReplace: opts.deleteBeforeReplace ?? true,
      // The engine finds the state of a resource that the other host has created.
      aliases: [...(opts.aliases ?? []), { type: host.otherType }],
    };
    super(host.type, name, { ...answers, ...program, ...hints, ...host.inputs }, options);
    if (key !== undefined) recordId(this.id, key);
    for (const warning of host.warnings) void log.warn(`${kind} "${name}": ${warning}`, this);
  }
}

/** What differs between dynamic resources and the resources of the plugin. */
interface Host {
  readonly type: string;
  /** The type of the same resource on the other host. */
  readonly otherType: string;
  /** What identifies a resource of this URN among all stacks. */
  identity(urn: string): string;
  hints(program: Readonly<Record<string, unknown>>): Record<string, unknown>;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** True if the operator has chosen the plugin: `pulumi config set border-gateway:usePlugin true`. */
const usesPlugin = (): boolean => runtime.getConfig(configKey("usePlugin")) === "true";

/** The engine passes secrets to the plugin as such, and supports all resource options. */
const onPlugin = (kind: string): Host => ({
  type: pluginType(kind),
  otherType: dynamicType(kind),
  identity: (urn) => urn,
  hints: () => ({}),
  inputs: {},
  warnings: [],
});

function asDynamic(kind: string, name: string, opts: CustomResourceOptions): Host {
  if (opts.import)
    throw refusal(
      `${kind} "${name}": the option "import" needs the plugin of this package, which is in development. To adopt an existing object, set the argument adopt: true instead.`,
    );
  requireInstalledPackage(`${kind} "${name}"`);
  return {
    type: dynamicType(kind),
    otherType: pluginType(kind),
    identity: (urn) => `${getOrganization()} ${urn}`,
    hints: secretHint,
    inputs: { __provider: providerText(kind) },
    warnings: ineffectiveOptions(opts),
  };
}

function providerText(kind: string): string {
  return `exports.handler=()=>require("pulumi-border-gateway/provider").${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
}

/**
 * The default name of an object. It is the same in every run and differs between all resources of all stacks.
 * It is a promise, because an Output of the parent's URN would make the resource depend on its own siblings.
 */
async function nameHint({ type, identity }: Host, name: string, parent: Resource | undefined): Promise<string> {
  const urn = await new Promise<string>((resolve) => void createUrn(name, type, parent).apply(resolve));
  return automaticName(name, identity(urn));
}
