// SPDX-License-Identifier: Apache-2.0
// The one word that `sdk/` and `provider/` share at run time. Loads nothing, so that a program loads nothing of the provider.

/** The input by which `sdk/` proposes a name. It ends in `check`: the state holds the name that was chosen, so that a renamed stack renames nothing. */
export const NAME_HINT = "nameHint";
