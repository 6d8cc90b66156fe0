// SPDX-License-Identifier: Apache-2.0
// Mistakes in topology files. The files of test/topologies/ and the findings that their own tests expect are the table.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { placedText, validateFile } from "../../sdk/mesh/topologyFile";
import type { Section } from "./page";

const FOLDER = join(process.cwd(), "test/topologies");

/** A section for topology files and the rules of a mesh, and one for the rules that need the sites. */
export function topologySections(): Section[] {
  const offline = yamlFiles(FOLDER).map((file) => ({
    did: `validated \`${file}\``,
    messages: validateFile(join(FOLDER, file)).findings.map((finding) => placedText(file, finding)),
  }));
  // test/sdk/mesh/liveRules.test.ts causes these findings over emulated sites.
  const live = yamlFiles(join(FOLDER, "live")).map((file) => ({
    did: `deployed \`live/${file}\``,
    messages: readFileSync(join(FOLDER, "live", file.replace(".yaml", ".txt")), "utf8")
      .split("\n")
      .filter(Boolean),
  }));
  return [
    { title: "Topology files and mesh rules", mistakes: offline.filter(({ messages }) => messages.length > 0) },
    { title: "Mesh rules that need the sites", mistakes: live.filter(({ messages }) => messages.length > 0) },
  ];
}

const yamlFiles = (folder: string): string[] => readdirSync(folder).filter((file) => file.endsWith(".yaml"));
