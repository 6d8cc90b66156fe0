// SPDX-License-Identifier: Apache-2.0
// Former names of the types of a mesh, for one release.
import type { AttachmentOutputs, MeshOutputs, SegmentOutputs, SiteOutputs } from "./makeMesh";
import type { MeshRemoteMac, SegmentAttachment } from "./topology";

/** @deprecated Use {@link MeshOutputs}. */
export type MadeTopology = MeshOutputs;

/** @deprecated Use {@link SiteOutputs}. */
export type MadeSite = SiteOutputs;

/** @deprecated Use {@link SegmentOutputs}. */
export type MadeSegment = SegmentOutputs;

/** @deprecated Use {@link AttachmentOutputs}. */
export type MadeMember = AttachmentOutputs;

/** @deprecated Use {@link SegmentAttachment}. */
export type SegmentSite = SegmentAttachment;

/** @deprecated Use {@link MeshRemoteMac}. */
export type RemoteMacAt = MeshRemoteMac;
