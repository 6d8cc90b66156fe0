#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
import { commandLine } from "./commandLine";

commandLine()
  .parseAsync()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
