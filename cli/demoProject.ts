// SPDX-License-Identifier: Apache-2.0
// The Pulumi project of `emulate --demo`: the first program of the README.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { BorderGatewayError } from "../provider/client/errors";

const PROJECT = "name: mesh\nruntime: nodejs\n";

/** A mesh of these sites, which connects their networks "web". */
export const demoProgram = (sites: readonly string[]): string => `import { BorderGatewayMesh } from "pulumi-border-gateway/mesh";

new BorderGatewayMesh("mesh", {
  sites: {
${sites.map((name, index) => `    ${keyOf(name)}: { router: "edge", tunnelIp: "203.0.113.${index + 1}" },`).join("\n")}
  },
  segments: {
    web: {
      segmentationId: 10100,
      sites: {
${sites.map((name) => `        ${keyOf(name)}: { network: "web", hosts: "ports" },`).join("\n")}
      },
    },
  },
});
`;

const keyOf = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));

/** Writes Pulumi.yaml and index.ts into the working folder, unless it contains a project or program. @returns a sentence for the user */
export async function writeDemoProject(sites: readonly string[]): Promise<string> {
  const existing = ["Pulumi.yaml", "index.ts", "index.js"].filter((file) => existsSync(file));
  if (existing.length > 0) return `The example program was not written, because this folder already contains ${existing.join(" and ")}.`;
  await writeFile("Pulumi.yaml", PROJECT, { flag: "wx" });
  await writeFile("index.ts", demoProgram(sites), { flag: "wx" });
  return "Wrote Pulumi.yaml and index.ts, a program that connects the networks web. Run `pulumi up` in another terminal.";
}

/** Writes the logins of the sites. A file that exists with other content stays as it is. @throws BorderGatewayError for such a file */
export async function writeDemoClouds(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    if ((await readFile(file, "utf8")) !== content)
      throw new BorderGatewayError(
        `${file} already exists and has other content, so it was not overwritten. Run the command in an empty folder, or write to another file with --clouds FILE.`,
      );
  }
}
