// SPDX-License-Identifier: Apache-2.0
import type { CustomResourceOptions } from "@pulumi/pulumi";

/** Warnings about options without an effect: the SDK does not pass them to dynamic providers, or the engine needs data that these cannot report. */
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
