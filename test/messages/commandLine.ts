// SPDX-License-Identifier: Apache-2.0
// Mistakes on the command line.
import { run } from "../helpers/cli";
import type { Section } from "./page";

const CASES: ReadonlyArray<readonly [did: string, ...args: string[]]> = [
  ["misspelled a command", "validat"],
  ["validated no file", "validate"],
  ["validated a file that does not exist", "validate", "nosuch.yaml"],
  ["drew a file that does not exist", "draw", "nosuch.json"],
  ["gave an unknown format", "draw", "--format", "pdf", "test/topologies/good.yaml"],
  ["gave an unknown option", "doctor", "--verbos"],
  ["gave a port that is not a number", "emulate", "--port", "http"],
];

/** A section for the command-line tools. */
export async function commandLineSection(): Promise<Section> {
  const runs = CASES.map(async ([did, ...args]) => {
    const { stdout, stderr } = await run(...args);
    return { did: `${did}: \`${["border-gateway", ...args].join(" ")}\``, messages: [`${stdout}${stderr}`] };
  });
  return { title: "Command line", mistakes: await Promise.all(runs) };
}
