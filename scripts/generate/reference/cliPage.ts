// SPDX-License-Identifier: Apache-2.0
// The command-line reference, from the definitions of the commands.
import type { Command } from "commander";
import { commandLine } from "../../../cli/commandLine";
import { code, page, table } from "../markdown";

export function cliPage(): string {
  const program = commandLine();
  return page(
    "Command line",
    `${program.description()}. The package also installs the commands as \`border-gateway\`.`,
    ...program.commands.map(commandSection),
  );
}

function commandSection(command: Command): string {
  const help = command.createHelp();
  const usage = `npx pulumi-border-gateway ${command.name()} ${command.usage()}`;
  const rows = [
    ...command.registeredArguments.map((argument) => [code(help.argumentTerm(argument)), sentence(help.argumentDescription(argument))]),
    ...command.options.map((option) => [code(option.flags), sentence(help.optionDescription(option))]),
  ];
  return [
    `## ${command.name()}\n\n${sentence(command.description())}.`,
    `\`\`\`text\n${usage}\n\`\`\``,
    table(["argument or option", "meaning"], rows),
    textAfter(command),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What the help of a command prints after the options. */
function textAfter(command: Command): string {
  const own = command.helpInformation();
  let shown = "";
  command.configureOutput({ writeOut: (text) => (shown += text) });
  command.outputHelp();
  return shown.slice(own.length).trim();
}
