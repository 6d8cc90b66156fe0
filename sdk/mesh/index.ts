// SPDX-License-Identifier: Apache-2.0
// `pulumi-border-gateway/mesh`. It is a separate entry point because its validation takes a tenth of a second to load.
export { BorderGatewayMesh } from "./borderGatewayMesh";
export * from "./deprecatedTypes";
export type { AttachmentOutputs, MeshOutputs, SegmentOutputs, SiteOutputs } from "./makeMesh";
export { meshFromFile } from "./meshFromFile";
export type { IdRange, Links, MeshRemoteMac, MeshSegment, MeshSite, SegmentAttachment, Topology } from "./topology";
