// SPDX-License-Identifier: Apache-2.0
import { topologySchema } from "./model/fields";

/** The JSON Schema of a topology file, for editors: made from the tables that the validation reads by. */
export function topologyJsonSchema(): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Topology of a border gateway mesh",
    description: "Sites joined at layer 2 over border gateways: for BorderGatewayMesh, meshFromFile and `border-gateway validate`.",
    ...topologySchema,
  };
}
