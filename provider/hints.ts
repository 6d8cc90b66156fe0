// SPDX-License-Identifier: Apache-2.0
// The inputs by which `sdk/` tells `provider/` about a resource what the engine does not: they end in `check` and are in no state. Loads nothing, so that a program loads nothing of the provider.

/** Identifies the resource within the program: `<program name>-<7 hexadecimal digits>`. It is also the proposed name of an object, so that a renamed stack renames nothing. */
export const NAME_HINT = "nameHint";

/** Where the ids among the arguments come from, by the property that holds each: two equal texts are one id. The name hint of a resource, if the id is that of a resource of this package. */
export const ID_HINTS = "idHints";

/** The properties whose ids are followed, at the top level and in the only device of a border gateway. */
export const ID_PROPERTIES = ["deviceId", "gatewayDeviceId", "l2GatewayId", "networkId", "resourceId"] as const;
export type IdProperty = (typeof ID_PROPERTIES)[number];
