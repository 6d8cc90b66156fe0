// SPDX-License-Identifier: Apache-2.0
// Five sites, every two of them joined. The topology is a file, so that a network team can own it.
import { Config } from "@pulumi/pulumi";
import { meshFromFile } from "pulumi-border-gateway/mesh";

const mesh = meshFromFile("mesh", new Config().get("topology") ?? "mesh.yaml");

export const topology = mesh.topology;
export const diagram = mesh.diagram;
