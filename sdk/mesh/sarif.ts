// SPDX-License-Identifier: Apache-2.0
// Findings as SARIF 2.1.0 (OASIS), which code hosts show next to the changed lines.
import { pathToFileURL } from "node:url";
import { packageVersion } from "../../provider/client/version";
import { RULES, sentenceOf } from "./finding";
import type { PlacedFinding } from "./topologyFile";

/**
 * A SARIF log of the findings.
 *
 * @param files findings by file name. Relative names stay relative, because code reviews need them.
 */
export function sarifOf(files: ReadonlyMap<string, readonly PlacedFinding[]>): object {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "border-gateway validate",
            version: packageVersion(),
            rules: Object.entries(RULES).map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: [...files].flatMap(([file, findings]) => findings.map((finding) => resultOf(file, finding))),
      },
    ],
  };
}

function resultOf(file: string, finding: PlacedFinding) {
  const region = finding.place === undefined ? {} : { region: { startLine: finding.place.line, startColumn: finding.place.column } };
  return {
    ruleId: finding.rule,
    level: finding.severity,
    message: { text: sentenceOf(finding) },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } }],
  };
}

/** A relative reference, or a file URL. */
function uriOf(file: string): string {
  return file.startsWith("/") || /^[a-z]:/i.test(file)
    ? pathToFileURL(file).href
    : file.replace(/\\/g, "/").split("/").map(encodeURIComponent).join("/");
}
