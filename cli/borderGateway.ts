#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
import { Command } from "commander";
import { doctorCommand } from "./doctor";
import { drawCommand } from "./draw";
import { emulateCommand } from "./emulate";
import { validateCommand } from "./validate";

const program = new Command("border-gateway")
  .description("Command-line tools for pulumi-border-gateway")
  .addCommand(emulateCommand())
  .addCommand(doctorCommand())
  .addCommand(validateCommand())
  .addCommand(drawCommand());

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
