// SPDX-License-Identifier: Apache-2.0
// Rules across the resources of one program. They need no site: in a preview an id that is not known yet is compared by the resource it comes from.

import { neutronKeys } from "../client/config/neutronAddress";
import type { Definition, Failure, ProgramCheck, Props, Runtime } from "../kinds/definition";
import type { Draft } from "../kinds/unknown";
import { type Declaration, type Exclusive, labelOf } from "./declarations";
import { ID_HINTS, ID_PROPERTIES, type IdProperty, NAME_HINT } from "./hints";

/** One resource beside the others that this process has checked before it. */
export class ProgramLinks {
  private readonly key: string | undefined;
  private readonly hints: ReadonlyMap<string, unknown>;

  /** @param given what the program sent, with its hints */
  constructor(
    private readonly definition: { readonly kind: string },
    private readonly runtime: Runtime,
    given: Props,
    private readonly inputs: Props,
  ) {
    const { [NAME_HINT]: key, [ID_HINTS]: hints } = given;
    this.key = typeof key === "string" && typeof inputs.site === "string" ? key : undefined;
    this.hints = new Map(Object.entries(typeof hints === "object" && hints !== null ? hints : {}));
  }

  private source(property: IdProperty): Declaration | undefined {
    return this.runtime.declarations.get(this.hint(property));
  }

  private reserve(exclusives: readonly Exclusive[]): Failure[] {
    const own = this.declaration();
    return own === undefined ? [] : this.runtime.declarations.reserve(own, exclusives);
  }

  /** True if an object that leaves its place in this run is the one of this very resource, as far as that is known. */
  isReplaced(id: string): boolean {
    const owner = this.runtime.declarations.replacedOf(id);
    return this.runtime.objects.isLeaving(id) && (owner === undefined || this.key === undefined || owner === this.key);
  }

  view<I>(draft: Draft<I>): ProgramCheck<I> {
    return {
      draft,
      source: (property, of) => (of === undefined ? this.source(property) : this.runtime.declarations.get(of.idHints[property])),
      identity: (property, id) => (typeof id === "string" ? id : this.hint(property)),
      reserve: (...exclusives) => this.reserve(exclusives),
    };
  }

  check<I>({ programRules }: Definition<I>, draft: Draft<I>): Failure[] {
    const failures = [...this.siteRules(), ...(programRules?.(this.view(draft)) ?? [])];
    const own = this.declaration();
    if (own !== undefined) this.runtime.declarations.add(own);
    return failures;
  }

  /** What a resource refers to is at the same site. Two names may lead to one Neutron, so only endpoints are compared. */
  private siteRules(): Failure[] {
    const here = this.inputs.site;
    if (typeof here !== "string") return [];
    return ID_PROPERTIES.flatMap((property) => {
      const source = this.source(property);
      if (source === undefined || source.site.name === here) return [];
      const [own, other] = [here, source.site.name].map((name) => this.runtime.neutronAddress(name).endpoint);
      if (own === undefined || other === undefined || own === other) return [];
      const reason = `${labelOf(source)} is at site ${source.site.name}, and this ${this.definition.kind} is at site ${here}. Both must be at the same site: change site, or use a resource of site ${here}`;
      return [{ path: [property === "deviceId" ? "devices" : property], reason }];
    });
  }

  private declaration(): Declaration | undefined {
    const site = this.inputs.site;
    if (this.key === undefined || typeof site !== "string") return undefined;
    const idHints = Object.fromEntries([...this.hints].filter(([, hint]) => typeof hint === "string"));
    return {
      key: this.key,
      kind: this.definition.kind,
      inputs: this.inputs,
      idHints,
      site: { name: site, neutron: neutronKeys(site, this.runtime.neutronAddress(site)) },
    };
  }

  private hint(property: IdProperty): string | undefined {
    const hint = this.hints.get(property);
    return typeof hint === "string" ? hint : undefined;
  }
}
