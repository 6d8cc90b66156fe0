// SPDX-License-Identifier: Apache-2.0

/** Name of a resource in a stack: `urn:pulumi:STACK::PROJECT::PARENT_TYPE$TYPE::NAME`. */
export type Urn = string;

export const stackType = "pulumi:pulumi:Stack";
const providerPrefix = "pulumi:providers:";

/** Types from the root down to the resource, joined by `$`. */
export const qualifiedType = (urn: Urn): string => urn.split("::")[2] ?? "";
export const typeOf = (urn: Urn): string => qualifiedType(urn).split("$").at(-1) ?? "";
export const nameOf = (urn: Urn): string => urn.split("::").slice(3).join("::");

export const isProviderType = (type: string): boolean => type.startsWith(providerPrefix);
export const isStackUrn = (urn: Urn): boolean => qualifiedType(urn) === stackType;

export interface Place {
  readonly stack: string;
  readonly project: string;
}

/** The stack itself leaves no trace in the URNs of its children. */
export const makeUrn = (place: Place, parent: Urn, type: string, name: string): Urn => {
  const parentType = parent === "" || isStackUrn(parent) ? "" : `${qualifiedType(parent)}$`;
  return `urn:pulumi:${place.stack}::${place.project}::${parentType}${type}::${name}`;
};

/** Reference to a provider: its URN and its id, as resources hold it. */
export const providerReference = (urn: Urn, id: string): string => `${urn}::${id}`;

export const providerUrnOf = (reference: string): Urn => reference.slice(0, reference.lastIndexOf("::"));

/** The type as displayed. The dynamic provider's package name carries no information, so it is omitted. */
export const shortType = (type: string): string => type.replace(/^pulumi-nodejs:dynamic[:/]/, "");
