// SPDX-License-Identifier: Apache-2.0
import { Command } from "commander";
import { type Examination, examine } from "../provider/client/examination";
import { configuredSites } from "./configuredSites";

interface Flags {
  json?: true;
  verbose?: true;
  stack?: string;
}

/** The command `border-gateway doctor`, which reports whether each site is usable, and why not. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("check connectivity, login and API support of each site")
    .argument("[site...]", "sites to check (default: all configured sites)")
    .option("--stack <name>", "read border-gateway:sites and the other settings from this Pulumi stack (requires the pulumi command)")
    .option("--verbose", "also show the configuration of each site and its sources, with secrets masked")
    .option("--json", "print the full report as JSON")
    .addHelpText(
      "after",
      "\nThe report covers configuration, login, roles, endpoint, extensions, clock, object counts and latency.\nThe exit code is 1 if a site cannot be used.",
    )
    .action(doctor);
}

async function doctor(named: string[], { json, verbose, stack }: Flags): Promise<void> {
  const { sessions, names } = await configuredSites(named, stack);
  const examinations = await Promise.all(names.map((name) => examine(name, sessions)));
  if (json) console.log(JSON.stringify(examinations, undefined, 2));
  else console.log([searched(examinations), ...examinations.map((one) => report(one, verbose === true))].join("\n\n"));
  if (examinations.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
}

/** The folders searched for clouds.yaml, which are the same for all sites. */
function searched([one]: readonly Examination[]): string {
  return `Searched for clouds.yaml in: ${one?.searched.join(", ")}`;
}

/** The report on one site as text. */
function report(one: Examination, verbose: boolean): string {
  const { login, objects } = one;
  const sources = [...new Set(one.configuration.map(({ source }) => source))].join(", ");
  const lines: [string, string | undefined][] = [
    ["configured in", sources],
    ["login", login && `${login.who}${login.project === undefined ? "" : `, project ${login.project}`} (${login.ms} ms with discovery)`],
    ["roles", login && (login.roles.join(", ") || "not reported")],
    ["endpoint", one.endpoint],
    ["API versions", one.versions?.join(", ") || undefined],
    ["server", one.server],
    ["extensions", one.extensions?.join(", ")],
    [
      "objects",
      objects &&
        Object.entries(objects)
          .map(([kind, count]) => `${count} ${kind}`)
          .join(", "),
    ],
    ["clock", one.clockSkewMs === undefined ? undefined : clock(one.clockSkewMs)],
    ["latency", one.latencyMs === undefined ? undefined : `${one.latencyMs} ms`],
    ...(verbose ? one.configuration.map(({ key, value, source }): [string, string] => [`  ${key}`, `${value}  (${source})`]) : []),
    ...one.warnings.map((warning): [string, string] => ["warning", warning]),
    ...one.problems.map((problem): [string, string] => ["problem", problem]),
  ];
  const told = lines.flatMap(([label, text]) => (text ? [`  ${label.padEnd(14)} ${text}`] : []));
  return [`${one.site}: ${one.problems.length === 0 ? "ok" : "cannot be used"}`, ...told].join("\n");
}

/** The Date header of a site has whole seconds, so a smaller difference is not measurable. */
function clock(skewMs: number): string {
  const seconds = Math.abs(skewMs) / 1000;
  if (seconds < 1) return "within 1 s of this machine's";
  return `${seconds.toFixed(0)} s ${skewMs > 0 ? "ahead of" : "behind"} this machine's`;
}
