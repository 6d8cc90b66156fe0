// SPDX-License-Identifier: Apache-2.0
import { show } from "../../provider/values";

/** With a name of each kind, a separator and the mesh's own name, what is made at a site keeps within the server's 255 characters. */
const LONGEST_NAME = 80;

/** What is wrong with the name of a site or a segment, in words; `undefined` where nothing is. */
export function wrongName(name: string): string | undefined {
  const rule = `A name has 1 to ${LONGEST_NAME} letters, digits, spaces, dots, dashes and underscores, and begins and ends with a letter or digit`;
  if (name.length > LONGEST_NAME) return `the name has ${name.length} characters. ${rule}.`;
  const strange = [...name].find((character) => !isAllowed(character));
  if (strange !== undefined) return `the name contains ${show(strange)}. ${rule}.`;
  return isWord(name.at(0)) && isWord(name.at(-1)) ? undefined : `invalid name ${show(name)}. ${rule}.`;
}

/** As {@link wrongName}, for the key of a site: `site` takes any name of a site, such as `corp/RegionOne`. */
export function wrongSiteKey(name: string): string | undefined {
  const wrong = wrongName(name);
  return wrong === undefined ? undefined : `${wrong} Use another key, and set "site" to the configured name: { site: ${show(name)}, ... }.`;
}

const isAllowed = (character: string): boolean => isWord(character) || " ._-".includes(character);

/** Characters beyond the first plane are left out: Neutron's tables on MariaDB may be of three-byte `utf8`, which cannot store them. */
const isWord = (character: string | undefined): boolean =>
  character !== undefined && /^[\p{L}\p{M}\p{N}]$/u.test(character) && character.length === 1;

/** Names of resources below a mesh. No name of a site or a segment holds the separator, so no two of these are the same. */
export const childName = (mesh: string, ...names: string[]): string => [mesh, ...names].join("/");

/** Of the numbers that a mesh takes from ranges. */
export const poolName = (mesh: string): string => childName(mesh, "segmentation ids");
