// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackSettings } from "../stack/stack";
import { writeDeployment } from "./checkpoint";

/** A folder that holds one stack: `stack.json` and `state.json`, with secrets in plain text: readable for its owner only. */
export class StackFolder {
  constructor(readonly path: string) {}

  get stateFile(): string {
    return join(this.path, "state.json");
  }

  get #settingsFile(): string {
    return join(this.path, "stack.json");
  }

  create(settings: StackSettings): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    this.write(settings);
    writeDeployment(this.stateFile, { deployment: {} });
  }

  read(): StackSettings {
    return JSON.parse(readFileSync(this.#settingsFile, "utf8")) as StackSettings;
  }

  write(settings: StackSettings): void {
    writeFileSync(this.#settingsFile, JSON.stringify(settings, null, 2), { mode: 0o600 });
  }
}
