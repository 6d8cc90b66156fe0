// SPDX-License-Identifier: Apache-2.0
import type { Faults } from "./faults";
import type { Tokens } from "./keystone/tokens";
import type { Options } from "./options";
import type { LoggedRequest } from "./requestLog";
import type { State } from "./state";

/** The state that the parts of an emulated site share. */
export interface SiteCore {
  /** Name of the site. */
  readonly name: string;
  /** URL without a trailing slash. Empty until the site listens. */
  url: string;
  readonly options: Options;
  readonly state: State;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly log: LoggedRequest[];
  /** The L2 gateway agent of an upstream site. */
  readonly agent: { fails: boolean };
}
