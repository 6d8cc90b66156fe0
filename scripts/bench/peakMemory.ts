// SPDX-License-Identifier: Apache-2.0
// Loaded into the processes of a measured operation by NODE_OPTIONS: the provider's process notes its peak memory (MB) in a file, as it is ended by a signal.
import { renameSync, writeFileSync } from "node:fs";

const file = process.env.BENCH_MEMORY_FILE;
if (file !== undefined && process.argv[1]?.includes("dynamic-provider")) {
  const note = () => {
    // Whoever reads meanwhile must not find half a note.
    writeFileSync(`${file}.new`, String(process.resourceUsage().maxRSS / 1024));
    renameSync(`${file}.new`, file);
  };
  setInterval(note, 100).unref();
}
