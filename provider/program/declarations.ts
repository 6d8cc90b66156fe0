// SPDX-License-Identifier: Apache-2.0
// What the resources of one program declare, in the order in which the engine has them checked. It lets a rule compare resources before any of their ids is known.
import { isDeepStrictEqual } from "node:util";
import type { Failure, Props } from "../kinds/definition";
import { fromEngine, toEngine } from "../kinds/unknown";
import { type IdProperty, logicalName } from "./hints";

export interface Declaration {
  /** The name hint: it identifies the resource in the program. */
  readonly key: string;
  readonly kind: string;
  /** The valid part of its inputs. */
  readonly inputs: Props;
  readonly idHints: Readonly<Partial<Record<IdProperty, string>>>;
  /** The site by its name, and what its Neutron is known by. */
  readonly site: { readonly name: string; readonly neutron: readonly string[] };
}

/** A value that only one resource of a Neutron can have. */
export interface Exclusive {
  readonly property: string;
  /** In words, with its article where it needs one. It also tells one value from another. */
  readonly what: string;
  /** The value as it is compared, where the words name it by the resource of the program. */
  readonly value?: string;
  /** The rule and the way out, as a sentence. */
  readonly rule: string;
}

/** `GatewayDevice "edge"`. */
export const labelOf = ({ kind, key }: Declaration): string => `${kind} "${logicalName(key) ?? key}"`;

export class Declarations {
  private readonly byKey = new Map<string, Declaration>();
  private readonly holders = new Map<string, Declaration>();
  private readonly replaced = new Map<string, string>();
  /** Why a resource that was accepted should not have been: another one of the program that was checked later has the same value. */
  private readonly contested = new Map<string, string>();

  add(declaration: Declaration): void {
    this.byKey.set(declaration.key, { ...declaration, inputs: asSent(declaration.inputs) });
  }

  /** The resource that has this name hint. */
  get(hint: string | undefined): Declaration | undefined {
    return hint === undefined ? undefined : this.byKey.get(hint);
  }

  /** Reserves values for a resource. Answers a failure for each that another resource of the program has. */
  reserve(declaration: Declaration, exclusives: readonly Exclusive[]): Failure[] {
    const { name, neutron } = declaration.site;
    const failures: Failure[] = [];
    for (const { property, what, value = what, rule } of exclusives) {
      const keys = [...new Set([name, ...neutron])].map((site) => `${site} ${value}`);
      const holder = keys.map((key) => this.holders.get(key)).find((one) => one !== undefined && one.key !== declaration.key);
      if (holder === undefined) for (const key of keys) this.holders.set(key, declaration);
      else {
        failures.push({
          path: [property],
          reason: `${what} is already declared by ${labelOf(holder)} of this program, at site ${holder.site.name}. ${rule}`,
        });
        this.contested.set(holder.key, `${what} is also declared by ${labelOf(declaration)} of this program. ${rule}`);
      }
    }
    return failures;
  }

  /** Records that the resource of these checked inputs is replaced, and with it the objects of these ids. */
  recordReplaced(ids: readonly string[], kind: string, inputs: Props): void {
    const owner = this.ownersOf(kind, inputs).at(-1);
    if (owner !== undefined) for (const id of ids) this.replaced.set(id, owner.key);
  }

  /** Why the resource of these checked inputs must not adopt anything; `undefined` if it may. */
  contestOf(kind: string, inputs: Props): string | undefined {
    if (this.contested.size === 0) return undefined;
    return this.ownersOf(kind, inputs).flatMap(({ key }) => this.contested.get(key) ?? [])[0];
  }

  private ownersOf(kind: string, inputs: Props): Declaration[] {
    return [...this.byKey.values()].filter((one) => one.kind === kind && isDeepStrictEqual(one.inputs, inputs));
  }

  /** The name hint of the resource whose object of this id is being replaced; `undefined` if that is not known. */
  replacedOf(id: string): string | undefined {
    return this.replaced.get(id);
  }
}

/** As the inputs come back from the engine. */
const asSent = (inputs: Props): Props => fromEngine(toEngine(inputs)) as Props;
