// SPDX-License-Identifier: Apache-2.0
import { Command } from "commander";
import { doctorCommand } from "./doctor";
import { drawCommand } from "./draw";
import { emulateCommand } from "./emulate";
import { validateCommand } from "./validate";

/** The definition of the command line, from which its reference is generated too. */
export const commandLine = (): Command =>
  new Command("border-gateway")
    .description("Command-line tools for pulumi-border-gateway")
    .addCommand(emulateCommand())
    .addCommand(doctorCommand())
    .addCommand(validateCommand())
    .addCommand(drawCommand());
