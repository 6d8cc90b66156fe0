// SPDX-License-Identifier: Apache-2.0
import type { dynamic } from "@pulumi/pulumi";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Settings } from "../../provider/client/settings";
import { dynamicProvider } from "../../provider/dynamicHost/dynamicHost";
import type { Kind, Props } from "../../provider/kinds/definition";
import { lifecycleOf } from "../../provider/lifecycle/lifecycle";
import { InterruptedWrites } from "../../provider/process/interruptedWrites";
import { createRuntime } from "../../provider/runtime";

export const PROVIDER_TEXT = "text of the provider";

export type Step = "create" | "same" | "update" | "replace";

/** What an engine keeps of one resource. */
export interface Kept {
  id: string;
  inputs: Props;
  outputs: Props;
  initErrors?: string[];
}

/** Values pass through the SDK's struct conversion, which throws on unsupported values. */
const wire = (props: object): Props => Struct.fromJavaScript(props as { [key: string]: never }).toJavaScript() as Props;

/** One life of one resource through the host for dynamic resources, in the order of calls of the engine. */
export class Life {
  state: Kept | undefined;
  readonly warnings: string[] = [];
  private readonly provider: dynamic.ResourceProvider<Props, Props>;

  constructor(kind: Kind<never> | Kind<unknown>, settings: Settings, state?: Kept, interruptedWrites = new InterruptedWrites()) {
    this.state = state;
    const runtime = { ...createRuntime(settings, interruptedWrites), warn: (sentence: string) => void this.warnings.push(sentence) };
    const lifecycle = lifecycleOf(kind as Kind<unknown>, runtime);
    this.provider = dynamicProvider(
      async () => lifecycle,
      () => undefined,
    );
  }

  /** As `check` in a preview: the failures as Pulumi prints them. */
  async refusals(given: Props): Promise<string[]> {
    const { failures } = await this.check(given);
    return failures;
  }

  /** One `up` of the program with these inputs. @throws what the user would see */
  async up(given: Props): Promise<Step> {
    const { inputs, failures } = await this.check(given);
    if (failures.length > 0) throw new Error(failures.join("\n"));
    if (this.state === undefined) return this.create(inputs, "create");
    const diff = await this.provider.diff?.(this.state.id, wire(this.state.outputs), wire(inputs));
    if (diff?.replaces !== undefined && diff.replaces.length > 0) {
      // The engine asks for the inputs of the new object as if there were none yet, while the old one is still there.
      const anew = await this.check(given, {});
      if (anew.failures.length > 0) throw new Error(anew.failures.join("\n"));
      await this.destroy();
      return this.create(anew.inputs, "replace");
    }
    if (!diff?.changes && this.state.initErrors === undefined) return "same";
    try {
      const result = await this.provider.update?.(this.state.id, wire(this.state.outputs), wire(inputs));
      this.state = { id: this.state.id, inputs, outputs: wire({ ...result?.outs, __provider: PROVIDER_TEXT }) };
      return "update";
    } catch (error) {
      this.keepPartial(error, inputs);
      throw error;
    }
  }

  /** `true` where something differed. */
  async refresh(): Promise<boolean> {
    if (this.state === undefined) return false;
    const before = JSON.stringify(this.state);
    const found = await this.provider.read?.(this.state.id, wire(this.state.outputs));
    if (!found?.id) this.state = undefined;
    else {
      // As the engine does it, to show what a refresh has found.
      await this.provider.diff?.(this.state.id, wire(found.props ?? {}), wire(this.state.inputs));
      const inputs = found.inputs === undefined ? this.state.inputs : wire({ ...found.inputs, __provider: PROVIDER_TEXT });
      this.state = { ...this.state, inputs, outputs: wire({ ...found.props, __provider: PROVIDER_TEXT }) };
    }
    return JSON.stringify(this.state) !== before;
  }

  async destroy(): Promise<void> {
    if (this.state === undefined) return;
    await this.provider.delete?.(this.state.id, wire(this.state.outputs));
    this.state = undefined;
  }

  private async check(given: Props, old = this.state?.inputs ?? {}): Promise<{ inputs: Props; failures: string[] }> {
    const result = await this.provider.check?.(wire(old), wire({ ...given, __provider: PROVIDER_TEXT }));
    const inputs = wire({ ...result?.inputs, __provider: PROVIDER_TEXT });
    return { inputs, failures: (result?.failures ?? []).map(({ property, reason }) => `${property}: ${reason}`) };
  }

  private async create(inputs: Props, step: Step): Promise<Step> {
    try {
      const { id, outs } = await this.provider.create(inputs);
      this.state = { id, inputs, outputs: wire({ ...outs, __provider: PROVIDER_TEXT }) };
      return step;
    } catch (error) {
      this.keepPartial(error, inputs);
      throw error;
    }
  }

  private keepPartial(error: unknown, inputs: Props): void {
    if (!(error instanceof Error) || !("id" in error)) return;
    const { id, properties, reasons } = error as unknown as { id: string; properties: Props; reasons: string[] };
    this.state = { id, inputs, outputs: wire(properties), initErrors: reasons };
  }
}
