// SPDX-License-Identifier: Apache-2.0
import type { Facts } from "../facts";
import { code, page, table } from "../markdown";
import { propertyTable } from "../propertyTable";

/** The index of the reference, with the update behaviour of all resources side by side. */
export function indexPage(kinds: readonly Facts[]): string {
  const pages = [
    ...kinds.map(({ kind, description }) => [`[${kind}](${kind}.md)`, description]),
    ["[BorderGatewayMesh](BorderGatewayMesh.md)", "All of these for a topology of many sites."],
    ["[Configuration](configuration.md)", `The keys ${code("border-gateway:*")} of the stack configuration.`],
    ["[Command line](cli.md)", `The commands of ${code("npx pulumi-border-gateway")}.`],
  ];
  return page("Reference", table(["page", "content"], pages), `## Update behaviour\n\n${propertyTable(kinds)}`);
}
