// SPDX-License-Identifier: Apache-2.0
import { topologySchema } from "./model/fields";

/** The JSON Schema of a topology file, for editors. It is generated from the tables that the validation uses. */
export function topologyJsonSchema(): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Topology of a border gateway mesh",
    description:
      "Sites and the layer 2 segments that connect them over border gateways, for BorderGatewayMesh, meshFromFile and `border-gateway validate`.",
    ...topologySchema,
  };
}
