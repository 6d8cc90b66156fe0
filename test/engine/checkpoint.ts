// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { loadResource, type ResourceState, type StoredResource, storeResource } from "./resourceState";

/** The part of the output of `pulumi stack export --show-secrets` that tests read. The state files of the test engine have the same form. */
export interface Deployment {
  deployment: { resources?: StoredResource[] };
}

export const readDeployment = (file: string): Deployment => JSON.parse(readFileSync(file, "utf8")) as Deployment;

export const writeDeployment = (file: string, deployment: Deployment): void =>
  writeFileSync(file, JSON.stringify(deployment), { mode: 0o600 });

/**
 * The state while a deployment runs: the resources of the last one, and those that steps have added or removed since. The file is written
 * after each step. Steps that end at the same time share a write.
 */
export class Checkpoint {
  base: ResourceState[];
  readonly #news: ResourceState[] = [];
  readonly #gone = new Set<ResourceState>();
  readonly #texts = new Map<ResourceState, string>();
  #writing: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;

  constructor(
    readonly file: string,
    /** Previews leave the file as it is. */
    readonly readOnly: boolean,
  ) {
    this.base = (readDeployment(file).deployment.resources ?? []).map(loadResource);
  }

  /** The resource leaves the state. */
  markGone(state: ResourceState): void {
    this.#gone.add(state);
  }

  /** The resource enters the state. */
  markNew(state: ResourceState): void {
    this.#news.push(state);
  }

  /** Must be called when a resource has changed in place. */
  changed(state: ResourceState | undefined): void {
    if (state !== undefined) this.#texts.delete(state);
  }

  /** Resolves when a write that started after this call has ended. */
  save(): Promise<void> {
    if (this.readOnly) return Promise.resolve();
    this.#queued ??= this.#writing.then(() => {
      this.#queued = undefined;
      this.#writing = this.#write();
      return this.#writing;
    });
    return this.#queued;
  }

  async #write(): Promise<void> {
    const states = [...this.#news, ...this.base].filter((state) => !this.#gone.has(state));
    const text = `{"deployment":{"resources":[\n${states.map((state) => this.#textOf(state)).join(",\n")}\n]}}\n`;
    await writeFile(`${this.file}.new`, text, { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
  }

  #textOf(state: ResourceState): string {
    const text = this.#texts.get(state) ?? JSON.stringify(storeResource(state));
    this.#texts.set(state, text);
    return text;
  }
}
