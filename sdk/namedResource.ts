// SPDX-License-Identifier: Apache-2.0
// The only code of ours whose traces reach the state of a stack: the type of a resource, and the name of its provider.
import { createHash } from "node:crypto";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { CustomResource, createUrn, getOrganization, log } from "@pulumi/pulumi";
import { hidden, NAME_HINT } from "../provider/hints";
import { idHints, recordId } from "./idHints";
import { ineffectiveOptions } from "./ineffectiveOptions";
import { requireInstalledPackage } from "./installedPackage";
import { refusal } from "./refusal";
import { secretHint } from "./secretInputs";

/** The server keeps no longer name. */
const LONGEST_NAME = 255;

/** What a resource asks of its base class, beside what `pulumi.CustomResource` asks. */
export interface Registration {
  /** Class name: `GatewayDevice`. */
  readonly kind: string;
  /** The properties that the provider answers: each becomes an Output, given by the program or not. */
  readonly outputs: readonly string[];
}

/**
 * A dynamic resource whose state names its provider and holds no code. `pulumi.dynamic.Resource` would write the provider's source text into every resource.
 * The text below is a contract: the SDK evaluates what an old release wrote to delete what it made.
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
    // Two of one name, address or network cannot be at a site at once, and the engine would make the new object first.
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
 * `<program name>-<7 hexadecimal digits>`: the same in every run, and of no other resource in any stack of any project.
 * A promise, not an Output: an Output made of the parent's URN would make the resource depend on its own siblings.
 */
async function nameHint(type: string, name: string, parent: Resource | undefined): Promise<string> {
  const urn = await new Promise<string>((resolve) => void createUrn(name, type, parent).apply(resolve));
  const hash = createHash("sha256").update(`${getOrganization()} ${urn}`).digest("hex");
  return `${name.slice(0, LONGEST_NAME - 8)}-${hash.slice(0, 7)}`;
}
