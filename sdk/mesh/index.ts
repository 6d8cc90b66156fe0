// SPDX-License-Identifier: Apache-2.0
// `pulumi-border-gateway/mesh`: an entry of its own, as its validation costs a program a tenth of a second to load.
export { BorderGatewayMesh } from "./borderGatewayMesh";
export type { MadeMember, MadeSegment, MadeSite, MadeTopology } from "./makeMesh";
export { meshFromFile } from "./meshFromFile";
export type { IdRange, Links, MeshSegment, MeshSite, RemoteMacAt, SegmentSite, Topology } from "./topology";
