// SPDX-License-Identifier: Apache-2.0
// The only code that determines what a stack state contains: the type of a resource and the name of its provider.
import { createHash } from "node:crypto";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { CustomResource, createUrn, getOrganization, log } from "@pulumi/pulumi";
import { hidden, NAME_HINT } from "../provider/program/hints";
import { idHints, recordId } from "./idHints";
import { ineffectiveOptions } from "./ineffectiveOptions";
import { requireInstalledPackage } from "./installedPackage";
import { refusal } from "./refusal";
import { secretHint } from "./secretInputs";

/** Maximum length of a name at the server. */
const LONGEST_NAME = 255;

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
    if (opts.import)
      throw refusal(
        `${kind} "${name}": the option "import" is not available, because it needs a Pulumi plugin, which is planned; to take over an object that exists, set the argument adopt: true instead.`,
      );
    requireInstalledPackage(`${kind} "${name}"`);
    const type = `pulumi-nodejs:dynamic/border-gateway:${kind}`;
    const program: Record<string, unknown> = { ...args };
    const key = opts.id === undefined ? nameHint(type, name, opts.parent) : undefined;
    const hints = key === undefined ? {} : { [hidden(NAME_HINT)]: key, ...idHints(program, key), ...secretHint(program) };
    const answers = Object.fromEntries(outputs.map((output) => [output, undefined]));
    // A site cannot hold two objects with the same name, address or network, and the engine would create the new object first.
    const options = { ...opts, deleteBeforeReplace: opts.deleteBeforeReplace ?? true };
    super(type, name, { ...answers, ...program, ...hints, __provider: providerText(kind) }, options);
    if (key !== undefined) recordId(this.id, key);
    for (const warning of ineffectiveOptions(opts)) void log.warn(`${kind} "${name}": ${warning}`, this);
  }
}

function providerText(kind: string): string {
  return `exports.handler=()=>require("pulumi-border-gateway/provider").${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
}

/**
 * The default name of an object: `<logical name>-<7 hexadecimal digits>`. It is the same in every run and differs between all resources of all stacks.
 * It is a promise, because an Output of the parent's URN would make the resource depend on its own siblings.
 */
async function nameHint(type: string, name: string, parent: Resource | undefined): Promise<string> {
  const urn = await new Promise<string>((resolve) => void createUrn(name, type, parent).apply(resolve));
  const hash = createHash("sha256").update(`${getOrganization()} ${urn}`).digest("hex");
  return `${name.slice(0, LONGEST_NAME - 8)}-${hash.slice(0, 7)}`;
}
