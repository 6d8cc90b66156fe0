// SPDX-License-Identifier: Apache-2.0
import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import { NamedResource } from "../namedResource";

/** An explicit segmentation id of another mesh. */
export interface GivenElsewhere {
  /** Name of the other mesh. */
  readonly mesh: string;
  /** Name of its segment. */
  readonly name: string;
  /** Segmentation id of that segment. */
  readonly id: number;
  /** Sites of this mesh at whose Neutrons the id is in use. */
  readonly sites: readonly string[];
}

/** Arguments for {@link SegmentationIdPool}. */
export interface SegmentationIdPoolArgs {
  /** Logical name of the mesh. */
  readonly mesh: string;
  /** Segments that need an id from a range, and the sites at which the id must be free. */
  readonly segments: ReadonlyArray<{
    readonly name: string;
    readonly from: number;
    readonly to: number;
    readonly sites: readonly string[];
  }>;
  /** Explicit segmentation ids of the topology, with their segments. */
  readonly taken: ReadonlyArray<{ readonly name: string; readonly id: number }>;
  /** Explicit segmentation ids of the program's other meshes at sites of these segments. */
  readonly elsewhere: readonly GivenElsewhere[];
}

/** Segmentation ids that a mesh allocates from ranges. An id belongs to its segment for as long as the segment exists. */
export class SegmentationIdPool extends NamedResource {
  /** Allocated ids by segment name. */
  declare readonly ids: Output<Record<string, number>>;

  constructor(name: string, args: SegmentationIdPoolArgs, opts?: CustomResourceOptions) {
    super({ kind: "SegmentationIdPool", outputs: ["ids"] }, name, args, opts);
  }
}
