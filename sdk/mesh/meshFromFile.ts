// SPDX-License-Identifier: Apache-2.0
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { BorderGatewayError } from "../../provider/client/errors";
import { refusal } from "../refusal";
import { BorderGatewayMesh } from "./borderGatewayMesh";
import type { Topology } from "./topology";
import { topologyOf } from "./topologyFile";

/**
 * The mesh of a topology file, YAML or JSON, as its JSON Schema `pulumi-border-gateway/topology.schema.json` describes it.
 *
 * @param file path of the file, from the program's folder
 * @throws RunError with everything that is wrong with it, by line and column
 */
export function meshFromFile(name: string, file: string, opts?: ComponentResourceOptions): BorderGatewayMesh {
  // What the validation has let through is a topology.
  return new BorderGatewayMesh(name, read(file) as Topology, opts);
}

function read(file: string): unknown {
  try {
    return topologyOf(file);
  } catch (error) {
    throw error instanceof BorderGatewayError ? refusal(error.message) : error;
  }
}
