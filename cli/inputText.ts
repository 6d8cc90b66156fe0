// SPDX-License-Identifier: Apache-2.0
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { BorderGatewayError } from "../provider/client/errors";

/**
 * Reads the text of a file, or of standard input for `-`. Standard input is read as a stream, because importing `@pulumi/pulumi` makes it
 * non-blocking: `readFileSync(0)` would fail with EAGAIN while the writer of the pipe is still working.
 *
 * @throws BorderGatewayError if it cannot be read
 */
export async function inputText(file: string): Promise<string> {
  try {
    return file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    throw new BorderGatewayError(`cannot read ${file === "-" ? "standard input" : file}: ${reasonOf(error)}`);
  }
}

/** The reason without the system call and the path that Node's message repeats. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^[A-Z0-9]+: ([^,]+), /.exec(message)?.[1] ?? message;
}
