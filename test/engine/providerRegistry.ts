// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import { isProviderType, providerReference, providerUrnOf, type Urn } from "../wire/urn";
import { equal, type PropertyMap, unknownText } from "../wire/values";
import type { HostedProvider } from "./hosts";
import type { DiffRequest, ResourceProvider } from "./resourceProvider";
import type { ResourceState } from "./resourceState";

export const dynamicPackage = "pulumi-nodejs";

/**
 * The engine's own provider for provider resources: their inputs are the configuration, which for dynamic providers is that of the whole
 * stack; to create, update or keep one is to configure a process (pulumi v3.260.0, pkg/resource/deploy/providers/registry.go).
 */
export class ProviderRegistry implements ResourceProvider {
  readonly #ready = new Map<string, Promise<HostedProvider>>();
  /** Started for a check, not configured yet. */
  #started: Promise<HostedProvider> | undefined;

  constructor(
    private readonly start: () => Promise<HostedProvider>,
    private readonly preview: boolean,
    /** A provider resource of the last state. */
    private readonly old: (urn: Urn) => ResourceState | undefined,
  ) {}

  /** The process of a provider reference. If only the last state contains the provider, it is started with its configuration from there. */
  async forReference(reference: string): Promise<HostedProvider> {
    const ready = this.#ready.get(reference);
    if (ready !== undefined) return ready;
    const old = this.old(providerUrnOf(reference));
    if (old === undefined) throw new Error(`unknown provider ${reference}`);
    return this.#configured(reference, this.start(), old.inputs);
  }

  /** Provider resources are served here, all others by the process that their reference names. */
  async of(state: ResourceState): Promise<ResourceProvider> {
    return isProviderType(state.type) ? this : this.forReference(state.provider);
  }

  async check(_urn: Urn, _olds: PropertyMap, news: PropertyMap) {
    this.#started ??= this.start();
    await this.#started;
    return { inputs: news, failures: [] };
  }

  async diff({ oldOutputs, newInputs }: DiffRequest) {
    return { changes: !equal(oldOutputs, newInputs), replaces: [], deleteBeforeReplace: false };
  }

  async create(urn: Urn, inputs: PropertyMap) {
    const id = this.preview ? unknownText : randomUUID();
    await this.#take(providerReference(urn, id), inputs);
    return { id, outputs: inputs };
  }

  async update({ urn, id, newInputs }: DiffRequest) {
    const before = this.#ready.get(providerReference(urn, id));
    await this.#take(providerReference(urn, id), newInputs);
    await (await before)?.stop();
    return { outputs: newInputs };
  }

  /** An unchanged provider is configured with its old inputs. */
  async keep(state: ResourceState): Promise<void> {
    const reference = providerReference(state.urn, state.id);
    if (!this.#ready.has(reference)) await this.#take(reference, state.inputs);
  }

  async delete(): Promise<void> {}

  async read(_urn: Urn, id: string, inputs: PropertyMap, outputs: PropertyMap) {
    return { id, inputs, outputs };
  }

  async stop(): Promise<void> {
    const all = await Promise.allSettled([...this.#ready.values(), ...(this.#started === undefined ? [] : [this.#started])]);
    await Promise.all(all.map(async (result) => result.status === "fulfilled" && (await result.value.stop())));
  }

  async #take(reference: string, config: PropertyMap): Promise<void> {
    const process = this.#started ?? this.start();
    this.#started = undefined;
    await this.#configured(reference, process, config);
  }

  #configured(reference: string, starting: Promise<HostedProvider>, config: PropertyMap): Promise<HostedProvider> {
    const ready = starting.then(async (process) => {
      await process.configure(config);
      return process;
    });
    this.#ready.set(reference, ready);
    return ready;
  }
}
