// SPDX-License-Identifier: Apache-2.0
// Full mesh of five sites. The topology is in a file, so that a network team can maintain it.
import { Config } from "@pulumi/pulumi";
import { meshFromFile } from "pulumi-border-gateway/mesh";

const mesh = meshFromFile("mesh", new Config().get("topology") ?? "mesh.yaml");

export const topology = mesh.topology;
export const diagram = mesh.diagram;
