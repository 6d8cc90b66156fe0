// SPDX-License-Identifier: Apache-2.0
// The provider in the engine's own process: the same host and lifecycles as behind the SDK's dynamic provider, without the second it takes to start.
import type { dynamic } from "@pulumi/pulumi";
import type { Settings } from "../../../provider/client/settings";
import { dynamicProvider } from "../../../provider/dynamicHost/dynamicHost";
import { kinds } from "../../../provider/kinds";
import type { Props, Runtime } from "../../../provider/kinds/definition";
import { type Lifecycle, lifecycleOf } from "../../../provider/lifecycle/lifecycle";
import { redacted } from "../../../provider/lifecycle/redaction";
import type { InterruptedWrites } from "../../../provider/process/interruptedWrites";
import { createRuntime } from "../../../provider/runtime";
import type { HostedProvider } from "../../engine/hosts";
import { type DiffRequest, PartialFailure } from "../../engine/resourceProvider";
import { fromStruct, toStruct } from "../../wire/grpc";
import { typeOf, type Urn } from "../../wire/urn";
import { markSecretsLike, type PropertyMap, reveal } from "../../wire/values";

type Provider = dynamic.ResourceProvider<Props, Props>;
const TEXT = "__provider";

/** To the provider and back as the SDK does it: through its struct conversion, which throws on unsupported values. */
const given = (map: PropertyMap): Props => toStruct(map, "strip").toJavaScript() as Props;
const taken = (props: object | undefined): PropertyMap => fromStruct(toStruct((props ?? {}) as PropertyMap, "keep"));

/** pulumi/pulumi sdk/nodejs/cmd/dynamic-provider/index.ts, call by call. */
export class HostedLifecycles implements HostedProvider {
  readonly #providers = new Map<string, Provider>();
  #runtime: Runtime | undefined;

  constructor(
    private readonly surroundings: Omit<Settings, "stackConfig">,
    private readonly preview: boolean,
    private readonly say: (line: string) => void,
    private readonly interruptedWrites: InterruptedWrites,
  ) {}

  async configure(config: PropertyMap): Promise<void> {
    const stackConfig = (key: string) => {
      const value = reveal(config[key] ?? null);
      return typeof value === "string" ? value : undefined;
    };
    const runtime = createRuntime({ ...this.surroundings, stackConfig }, this.interruptedWrites);
    this.#runtime = { ...runtime, warn: (sentence) => this.say(`warning: ${redacted(sentence)}`) };
  }

  async stop(): Promise<void> {}

  async check(urn: Urn, olds: PropertyMap, news: PropertyMap) {
    const result = await this.#of(urn).check?.(given(olds), given(news));
    const inputs = taken({ ...result?.inputs, [TEXT]: news[TEXT] });
    return { inputs: markSecretsLike(inputs, news), failures: result?.failures ?? [] };
  }

  async diff({ urn, id, oldOutputs, newInputs }: DiffRequest) {
    const {
      changes = false,
      replaces = [],
      deleteBeforeReplace = false,
    } = (await this.#of(urn).diff?.(id, given(oldOutputs), given(newInputs))) ?? {};
    return { changes, replaces, deleteBeforeReplace };
  }

  async create(urn: Urn, inputs: PropertyMap) {
    // As in the engine, a provider that does not support previews is not called in one.
    if (this.preview) return { id: "", outputs: inputs };
    const { id, outs } = await orPartial(this.#of(urn).create(given(inputs)), inputs);
    return { id, outputs: markSecretsLike(taken({ ...outs, [TEXT]: inputs[TEXT] }), inputs) };
  }

  async update({ urn, id, oldOutputs, newInputs }: DiffRequest) {
    if (this.preview) return { outputs: newInputs };
    const result = await orPartial(this.#of(urn).update?.(id, given(oldOutputs), given(newInputs)), newInputs);
    return { outputs: markSecretsLike(taken({ ...result?.outs, [TEXT]: newInputs[TEXT] }), newInputs) };
  }

  async delete(urn: Urn, id: string, _inputs: PropertyMap, outputs: PropertyMap) {
    await this.#of(urn).delete?.(id, given(outputs));
  }

  async read(urn: Urn, id: string, inputs: PropertyMap, outputs: PropertyMap) {
    const found = await this.#of(urn).read?.(id, given(outputs));
    const text = { [TEXT]: outputs[TEXT] ?? inputs[TEXT] };
    return {
      id: found?.id ?? "",
      ...(found?.inputs === undefined ? {} : { inputs: markSecretsLike(taken({ ...found.inputs, ...text }), inputs) }),
      outputs: markSecretsLike(taken({ ...found?.props, ...text }), outputs),
    };
  }

  #of(urn: Urn): Provider {
    const kind = typeOf(urn).split(":").at(-1) ?? "";
    const provider =
      this.#providers.get(kind) ??
      dynamicProvider(
        async () => this.#lifecycle(kind),
        () => undefined,
      );
    this.#providers.set(kind, provider);
    return provider;
  }

  #lifecycle(kind: string): Lifecycle {
    if (this.#runtime === undefined) throw new Error("the provider is not configured");
    const found = Object.values(kinds).find(({ definition }) => definition.kind === kind);
    if (found === undefined) throw new Error(`there is no kind ${kind}`);
    return lifecycleOf(found as Parameters<typeof lifecycleOf>[0], this.#runtime);
  }
}

async function orPartial<T>(running: T, inputs: PropertyMap): Promise<Awaited<T>> {
  try {
    return await running;
  } catch (error) {
    if (!(error instanceof Error) || !("id" in error) || !("properties" in error) || !("reasons" in error)) throw error;
    const outputs = markSecretsLike(taken(error.properties as object), inputs);
    throw new PartialFailure(error.reasons as string[], String(error.id), outputs, undefined);
  }
}
