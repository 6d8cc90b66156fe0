// SPDX-License-Identifier: Apache-2.0
// What both the measured program and the bare requests create.

/** What is there before anything is measured. */
export interface Ground {
  readonly router: string;
  readonly networks: readonly string[];
}

export const TUNNEL_IP = "203.0.113.1";

/** Of the first gateway; the others' follow. */
export const SEGMENTATION_ID = 10_000;
