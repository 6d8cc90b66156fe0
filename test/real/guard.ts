// SPDX-License-Identifier: Apache-2.0
// guard.js COMMAND ARGUMENT...: runs a command, and ends it with all that it has started, also what has a process group of its own,
// as soon as standard input closes. Whoever runs this holds the other end, so that it closes however they end.
import { spawn } from "node:child_process";
import { descendants, kill } from "../stack/processTree";

const [command = "", ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
child.once("exit", (code) => process.exit(code ?? 1));
process.stdin.once("close", () => {
  for (const pid of descendants(process.pid)) kill(pid);
  process.exit(1);
});
process.stdin.resume();
