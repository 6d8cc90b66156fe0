// SPDX-License-Identifier: Apache-2.0
// What `sdk/` and `provider/` both know of a resource: its types, its default name, and the inputs by which `sdk/` tells `provider/` what the engine does not. Loads nothing of the provider, so that a program loads nothing of it either.
import { createHash } from "node:crypto";
import type { Props } from "../kinds/definition";

/** Identifies the resource within the program: `<program name>-<7 hexadecimal digits>`. It is also the proposed name of an object, so that a renamed stack renames nothing. */
export const NAME_HINT = "nameHint";

/** Maximum length of a name at the server. */
const LONGEST_NAME = 255;

/**
 * The default name of an object: `<logical name>-<7 hexadecimal digits>`.
 * @param identity a text that is the same in every run and differs between all resources of all stacks
 */
export function automaticName(name: string, identity: string): string {
  const hash = createHash("sha256").update(identity).digest("hex");
  return `${name.slice(0, LONGEST_NAME - 8)}-${hash.slice(0, 7)}`;
}

/** The logical name in a default name; `undefined` for a name that was not made by {@link automaticName}. */
export const logicalName = (objectName: string): string | undefined => /^(.+)-[0-9a-f]{7}$/.exec(objectName)?.[1];

/** The type of a dynamic resource of this kind. */
export const dynamicType = (kind: string): string => `pulumi-nodejs:dynamic/border-gateway:${kind}`;

/** The type of a resource of this kind on the plugin, and the token of a type in the package schema. */
export const pluginType = (kind: string): string => `border-gateway:index:${kind}`;

/** Where the ids among the arguments come from, by the property that holds each: two equal texts are one id. The name hint of a resource, if the id is that of a resource of this package. */
export const ID_HINTS = "idHints";

/** The properties whose ids are followed, at the top level and in the only device of a border gateway. */
export const ID_PROPERTIES = ["deviceId", "gatewayDeviceId", "l2GatewayId", "networkId", "resourceId"] as const;
export type IdProperty = (typeof ID_PROPERTIES)[number];

/** The input by which `sdk/` lists the inputs that hold secrets. The engine gives a dynamic provider plain values. It stays in the inputs, so that every verb has it. */
export const SECRET_INPUTS = "secretInputs";

/** A hint as the engine has it. The engine leaves inputs that begin with two underscores out of the differences that it shows. */
export const hidden = <const Hint extends string>(hint: Hint): `__${Hint}` => `__${hint}`;

/** The hints under the names that `check` knows. */
export const withHints = ({ [hidden(NAME_HINT)]: name, [hidden(ID_HINTS)]: ids, ...inputs }: Props): Props => ({
  ...inputs,
  ...(name === undefined ? {} : { [NAME_HINT]: name }),
  ...(ids === undefined ? {} : { [ID_HINTS]: ids }),
});
