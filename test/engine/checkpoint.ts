// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { loadResource, type ResourceState, type StoredResource, storeResource } from "./resourceState";
import { providerReference, providerUrnOf, type Urn } from "./urn";

/** What `pulumi stack export` gives and `pulumi stack import` takes. */
export interface Deployment {
  version: 3;
  deployment: {
    manifest: { time: string; magic: string; version: string };
    secrets_providers?: object;
    resources?: StoredResource[];
    pending_operations?: { resource: StoredResource; type: OperationType }[];
    metadata?: object;
  };
}

export type OperationType = "creating" | "updating" | "deleting" | "reading";

interface Operation {
  readonly state: ResourceState;
  readonly type: OperationType;
}

const engineVersion = "3.0.0-test-engine";

const manifest = () => ({
  time: new Date().toISOString(),
  // A checksum of the version, which `stack import` looks at (pulumi v3.260.0, pkg/resource/deploy/manifest.go).
  magic: createHash("sha256").update(engineVersion).digest("hex"),
  version: engineVersion,
});

/**
 * Secrets lie in the state in plain text. `pulumi stack import` takes that form, but wants to know how to encrypt them from then on:
 * by the passphrase `test-engine`, whose salt this is, made once by Pulumi itself.
 */
const secretsProvider = {
  type: "passphrase",
  state: { salt: "v1:2W12L885FXM=:v1:XrPEHHGmQQ7WLu6t:6wt8rs/fuCmTxaMUc8lz/tpnJxnz/w==" },
};

export const emptyDeployment = (): Deployment => ({ version: 3, deployment: { manifest: manifest(), resources: [], metadata: {} } });

export const readDeployment = (file: string): Deployment => JSON.parse(readFileSync(file, "utf8")) as Deployment;

export const writeDeployment = (file: string, deployment: Deployment): void =>
  writeFileSync(file, JSON.stringify(deployment, null, 2), { mode: 0o600 });

/**
 * The state while a deployment runs: the resources of the last one, those that steps have made or taken since, and the steps that are
 * under way. The file is written before and after each step, as the real engine does (pkg/backend/snapshot.go), so that a killed engine
 * leaves what a killed Pulumi leaves. Steps that end at the same time share a write.
 */
export class Checkpoint {
  base: ResourceState[];
  readonly #news: ResourceState[] = [];
  readonly #gone = new Set<ResourceState>();
  readonly #running = new Set<Operation>();
  /** Creations that an earlier run did not see to the end: they stay until someone looks after them. */
  readonly oldOperations: readonly Operation[];
  readonly #texts = new Map<ResourceState, string>();
  #writing: Promise<void> | undefined;
  #queued: Promise<void> | undefined;

  constructor(
    readonly file: string,
    /** Previews leave the file as it is. */
    readonly readOnly: boolean,
  ) {
    const { deployment } = readDeployment(file);
    this.base = (deployment.resources ?? []).map(loadResource);
    this.oldOperations = (deployment.pending_operations ?? []).map(({ resource, type }) => ({ state: loadResource(resource), type }));
  }

  async begin(state: ResourceState, type: OperationType): Promise<() => void> {
    const operation = { state, type };
    this.#running.add(operation);
    await this.save();
    return () => this.#running.delete(operation);
  }

  /** The resource leaves the state. */
  markGone(state: ResourceState): void {
    this.#gone.add(state);
  }

  /** The resource enters the state. */
  markNew(state: ResourceState): void {
    this.#news.push(state);
  }

  /** To be told when a resource has changed in place. */
  changed(state: ResourceState | undefined): void {
    if (state !== undefined) this.#texts.delete(state);
  }

  resources(): ResourceState[] {
    return [...this.#news, ...this.base].filter((state) => !this.#gone.has(state));
  }

  /** Resolves when a write that started after this call has ended. */
  save(): Promise<void> {
    if (this.readOnly) return Promise.resolve();
    if (this.#writing === undefined) {
      this.#writing = this.#write().finally(() => {
        this.#writing = undefined;
      });
      return this.#writing;
    }
    this.#queued ??= this.#writing.then(() => {
      this.#queued = undefined;
      return this.save();
    });
    return this.#queued;
  }

  async #write(): Promise<void> {
    await writeFile(`${this.file}.new`, this.#text(), { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
  }

  #text(): string {
    const states = this.resources();
    const renamed = new Map(states.flatMap((state) => state.aliases.map((alias) => [alias, state.urn] as const)));
    const resources = states.map((state) =>
      renamed.size === 0 ? this.#textOf(state) : JSON.stringify(storeResource(followRenames(state, renamed))),
    );
    const operations = [...this.#running, ...this.oldOperations.filter(({ type }) => type === "creating")];
    const pending = operations.map(({ state, type }) => JSON.stringify({ resource: storeResource(state), type }));
    return `{"version":3,"deployment":{"manifest":${JSON.stringify(manifest())},"secrets_providers":${JSON.stringify(secretsProvider)},"resources":[\n${resources.join(",\n")}\n],${
      pending.length === 0 ? "" : `"pending_operations":[\n${pending.join(",\n")}\n],`
    }"metadata":{}}}\n`;
  }

  #textOf(state: ResourceState): string {
    const known = this.#texts.get(state);
    if (known !== undefined) return known;
    const text = JSON.stringify(storeResource(state));
    this.#texts.set(state, text);
    return text;
  }
}

/** Resources that have not been seen yet may still name others by their old URN. */
const followRenames = (state: ResourceState, renamed: ReadonlyMap<Urn, Urn>): ResourceState => {
  const now = (urn: Urn) => renamed.get(urn) ?? urn;
  const provider = state.provider === "" ? "" : providerUrnOf(state.provider);
  return {
    ...state,
    parent: now(state.parent),
    provider: state.provider === "" ? "" : providerReference(now(provider), state.provider.slice(provider.length + 2)),
    dependencies: state.dependencies.map(now),
    propertyDependencies: Object.fromEntries(Object.entries(state.propertyDependencies).map(([key, urns]) => [key, urns.map(now)])),
    deletedWith: now(state.deletedWith),
  };
};
