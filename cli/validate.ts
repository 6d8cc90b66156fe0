// SPDX-License-Identifier: Apache-2.0
import { Command, Option } from "commander";
import { pathText, sentenceOf } from "../sdk/mesh/finding";
import { sarifOf } from "../sdk/mesh/sarif";
import { type PlacedFinding, placedText, validateFile } from "../sdk/mesh/topologyFile";

interface Flags {
  format: "text" | "json" | "sarif";
  strict?: true;
}

/** The command `border-gateway validate`, which validates topology files without contacting any site. */
export function validateCommand(): Command {
  return new Command("validate")
    .description("validate topology files without contacting any site")
    .argument("<files...>", "topology files (YAML or JSON)")
    .addOption(new Option("--format <format>", "output format").choices(["text", "json", "sarif"]).default("text"))
    .option("--strict", "treat warnings as errors")
    .addHelpText("after", "\nThe exit code is 1 if a file has errors.")
    .action((files: string[], flags: Flags) => validate(files, flags));
}

function validate(files: readonly string[], { format, strict }: Flags): void {
  const found = new Map(files.map((file) => [file, validateFile(file).findings]));
  if (format === "sarif") console.log(JSON.stringify(sarifOf(found), undefined, 2));
  else if (format === "json") console.log(JSON.stringify(jsonOf(found), undefined, 2));
  else for (const line of textOf(found)) console.log(line);
  const all = [...found.values()].flat();
  if (all.some(({ severity }) => strict === true || severity === "error")) process.exitCode = 1;
}

function jsonOf(found: ReadonlyMap<string, readonly PlacedFinding[]>): object {
  const findings = [...found].flatMap(([file, all]) =>
    all.map((finding) => ({
      file,
      ...finding.place,
      severity: finding.severity,
      rule: finding.rule,
      path: pathText(finding.path),
      message: sentenceOf(finding),
    })),
  );
  return { findings };
}

function textOf(found: ReadonlyMap<string, readonly PlacedFinding[]>): string[] {
  return [...found].flatMap(([file, findings]) => {
    const count = (severity: string) => findings.filter((one) => one.severity === severity).length;
    return [
      ...findings.map((finding) => placedText(file, finding)),
      `${file}: ${counted(count("error"), "error")}, ${counted(count("warning"), "warning")}`,
    ];
  });
}

const counted = (count: number, what: string): string => `${count === 0 ? "no" : count} ${what}${count === 1 ? "" : "s"}`;
