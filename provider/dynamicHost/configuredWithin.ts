// SPDX-License-Identifier: Apache-2.0
import { setTimeout } from "node:timers/promises";
import { BorderGatewayError } from "../client/errors";

/** Milliseconds that a verb waits for `configure`. An SDK that has it calls it in the same turn of the event loop that loads the provider. */
const CONFIGURE_MS = 1_000;

/** Waits for what `configure` makes ready. @throws BorderGatewayError if the SDK does not call it: an older one has no such call, and a verb would wait for ever */
export function configuredWithin<T>(ready: Promise<T>, ms = CONFIGURE_MS): Promise<T> {
  const timer = new AbortController();
  const late = setTimeout(ms, undefined, { signal: timer.signal }).then(() => {
    throw new BorderGatewayError(
      "the installed @pulumi/pulumi is older than 3.139.0 and does not pass the stack configuration to this provider. Update it: npm install @pulumi/pulumi@latest",
    );
  });
  return Promise.race([ready, late]).finally(() => timer.abort());
}
