// SPDX-License-Identifier: Apache-2.0
import type { CustomResourceOptions } from "@pulumi/pulumi";

/** Options that the SDK does not pass on to dynamic providers, or whose effect the engine derives from what they cannot report. */
export function ineffectiveOptions({ customTimeouts, replaceOnChanges }: CustomResourceOptions): string[] {
  return [
    ...(customTimeouts === undefined
      ? []
      : [
          'the option "customTimeouts" has no effect, because the SDK does not pass it on. Set `api_timeout` in the configuration of the site instead',
        ]),
    ...(replaceOnChanges === undefined || replaceOnChanges.length === 0
      ? []
      : [
          'the option "replaceOnChanges" has no effect, because the SDK does not report which properties change. To replace the resource, run `pulumi up --replace` with its URN',
        ]),
  ];
}
