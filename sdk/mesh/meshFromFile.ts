// SPDX-License-Identifier: Apache-2.0
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { BorderGatewayError } from "../../provider/client/errors";
import { refusal } from "../refusal";
import { BorderGatewayMesh } from "./borderGatewayMesh";
import type { Topology } from "./topology";
import { topologyOf } from "./topologyFile";

/**
 * Creates a mesh from a YAML or JSON topology file. The JSON Schema `pulumi-border-gateway/topology.schema.json` describes the file.
 *
 * @param name logical name of the mesh
 * @param file path of the file, relative to the folder of the program
 * @throws RunError that lists all errors of the file with line and column
 */
export function meshFromFile(name: string, file: string, opts?: ComponentResourceOptions): BorderGatewayMesh {
  // A value without validation errors is a topology.
  return new BorderGatewayMesh(name, read(file) as Topology, opts);
}

function read(file: string): unknown {
  try {
    return topologyOf(file);
  } catch (error) {
    throw error instanceof BorderGatewayError ? refusal(error.message) : error;
  }
}
