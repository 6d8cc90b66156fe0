// SPDX-License-Identifier: Apache-2.0
import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import { NamedResource } from "../namedResource";

/** A number that another mesh gives away. */
export interface GivenElsewhere {
  readonly mesh: string;
  readonly name: string;
  readonly id: number;
  readonly sites: readonly string[];
}

/** What a mesh asks of its {@link SegmentationIdPool}. */
export interface SegmentationIdPoolArgs {
  /** The mesh's name in the program. */
  readonly mesh: string;
  /** The segments that take a number from a range, and the sites at which it has to be free. */
  readonly segments: ReadonlyArray<{
    readonly name: string;
    readonly from: number;
    readonly to: number;
    readonly sites: readonly string[];
  }>;
  /** The numbers that the topology gives away by itself, and the segments that they are of. */
  readonly taken: ReadonlyArray<{ readonly name: string; readonly id: number }>;
  /** The numbers that other meshes of the program give away by themselves, at sites of these segments. */
  readonly elsewhere: readonly GivenElsewhere[];
}

/** The numbers of a mesh's segments that come from ranges. Each stays with its segment for as long as the segment is there. */
export class SegmentationIdPool extends NamedResource {
  /** By segment. */
  declare readonly ids: Output<Record<string, number>>;

  constructor(name: string, args: SegmentationIdPoolArgs, opts?: CustomResourceOptions) {
    super({ kind: "SegmentationIdPool", outputs: ["ids"] }, name, args, opts);
  }
}
