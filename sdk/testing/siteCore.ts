// SPDX-License-Identifier: Apache-2.0
import type { Faults } from "./faults";
import type { Tokens } from "./keystone/tokens";
import type { Options } from "./options";
import type { LoggedRequest } from "./requestLog";
import type { State } from "./state";

/** What the parts of one emulated site share. */
export interface SiteCore {
  readonly name: string;
  /** Address without a trailing slash, known once the site listens. */
  url: string;
  readonly options: Options;
  readonly state: State;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly log: LoggedRequest[];
  /** The L2 gateway agent of an upstream site. */
  readonly agent: { fails: boolean };
}
