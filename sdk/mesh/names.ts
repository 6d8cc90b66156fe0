// SPDX-License-Identifier: Apache-2.0
import { show } from "../../provider/kinds/values";

/** Characters. With this limit, a name built from the mesh, segment and site names fits into the server's 255 characters. */
const LONGEST_NAME = 80;

/** The problem with the name of a site or segment, as a sentence. `undefined` if the name is valid. */
export function wrongName(name: string): string | undefined {
  const rule = `A name has 1 to ${LONGEST_NAME} letters, digits, spaces, dots, dashes and underscores, and begins and ends with a letter or digit`;
  if (name.length > LONGEST_NAME) return `the name has ${name.length} characters. ${rule}.`;
  const strange = [...name].find((character) => !isAllowed(character));
  if (strange !== undefined) return `the name contains ${show(strange)}. ${rule}.`;
  return isWord(name.at(0)) && isWord(name.at(-1)) ? undefined : `invalid name ${show(name)}. ${rule}.`;
}

/** As {@link wrongName}, for the key of a site. The key `site` accepts any site name, such as `corp/RegionOne`. */
export function wrongSiteKey(name: string): string | undefined {
  const wrong = wrongName(name);
  return wrong === undefined ? undefined : `${wrong} Use another key, and set "site" to the configured name: { site: ${show(name)}, ... }.`;
}

const isAllowed = (character: string): boolean => isWord(character) || " ._-".includes(character);

/** Characters outside the Basic Multilingual Plane are not allowed, because Neutron's MariaDB tables may use three-byte `utf8`, which cannot store them. */
const isWord = (character: string | undefined): boolean =>
  character !== undefined && /^[\p{L}\p{M}\p{N}]$/u.test(character) && character.length === 1;

/** The name of a child resource of a mesh. Names are unique, because names of sites and segments do not contain the separator. */
export const childName = (mesh: string, ...names: string[]): string => [mesh, ...names].join("/");

/** The name of the segmentation id pool of a mesh. */
export const poolName = (mesh: string): string => childName(mesh, "segmentation ids");
