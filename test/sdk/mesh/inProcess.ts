// SPDX-License-Identifier: Apache-2.0
// Deployments of a mesh without an engine: the program's side over the SDK's mocks, the provider's side over its lifecycles, all in this process. It keeps the order of an engine: serial, dependents first.
import { runtime } from "@pulumi/pulumi";
import type { Settings } from "../../../provider/client/settings";
import { kinds } from "../../../provider/kinds";
import type { Kind, Props } from "../../../provider/kinds/definition";
import { type Lifecycle, lifecycleOf } from "../../../provider/lifecycle/lifecycle";
import { withHints } from "../../../provider/program/hints";
import { segmentationIdPool } from "../../../provider/program/segmentationIdPool";
import { createRuntime } from "../../../provider/runtime";
import { BorderGatewayMesh, type MeshOutputs, type Topology } from "../../../sdk/mesh/index";

interface Kept {
  readonly id: string;
  readonly inputs: Props;
  readonly outputs: Props;
}

/** Dependents after what they depend on. */
const ORDER = ["SegmentationIdPool", "GatewayDevice", "L2Gateway", "L2GatewayConnection", "RemoteMacTable"];

export class InProcessStack {
  /** `GatewayDevice mesh/tokyo` and what an engine keeps of it. */
  private readonly kept = new Map<string, Kept>();
  private lifecycles = new Map<string, Lifecycle>();
  private queue: Promise<unknown> = Promise.resolve();
  private failures: unknown[] = [];

  constructor(private readonly settings: Settings) {}

  /** Brings up a program that declares this mesh and nothing else. */
  async up(topology: Topology): Promise<MeshOutputs> {
    const declared = new Set<string>();
    this.startProcess();
    runtime.setConfig("border-gateway:sites", this.settings.stackConfig("border-gateway:sites") ?? "");
    const mocks: runtime.Mocks = {
      call: ({ inputs }) => inputs,
      newResource: ({ type, name, inputs, custom }) => {
        if (custom === false) return { id: "", state: inputs };
        const key = `${type.split(":").at(-1)} ${name}`;
        declared.add(key);
        return this.inTurn(() => this.register(key, inputs));
      },
    };
    await runtime.setMocks(mocks, "project", "stack", false, "organization");
    const mesh = new BorderGatewayMesh("mesh", topology);
    const made = new Promise<MeshOutputs>((resolve) => void mesh.topology.apply((value) => resolve(value)));
    await Promise.race([made, this.failed()]);
    await runtime.disconnect();
    await this.queue;
    if (this.failures.length > 0) throw this.failures[0];
    await this.remove((key) => !declared.has(key));
    return made;
  }

  async destroy(): Promise<void> {
    this.startProcess();
    await this.remove(() => true);
  }

  private startProcess(): void {
    const ready = createRuntime(this.settings);
    const all = Object.values(kinds).map((kind) => lifecycleOf(kind as Kind<unknown>, ready));
    this.lifecycles = new Map([...all, segmentationIdPool(ready)].map((lifecycle) => [lifecycle.kind, lifecycle]));
  }

  private inTurn<T>(step: () => Promise<T>): Promise<T> {
    const done = this.queue.then(step);
    this.queue = done.catch((error) => this.failures.push(error));
    return done;
  }

  private async failed(): Promise<never> {
    while (this.failures.length === 0) await new Promise((resolve) => setTimeout(resolve, 20).unref());
    throw this.failures[0];
  }

  private async register(key: string, { __provider: _, ...declared }: Props): Promise<{ id: string; state: Props }> {
    const given = withHints(declared);
    const lifecycle = this.lifecycleOf(key);
    const last = this.kept.get(key);
    let inputs = await this.check(lifecycle, last?.inputs ?? {}, given);
    const diff = last === undefined ? undefined : await lifecycle.diff(last.id, last.outputs, inputs);
    if (diff !== undefined && diff.replaces.length > 0) {
      inputs = await this.check(lifecycle, {}, given);
      await this.remove((other) => other === key || dependsOn(other, key));
    }
    const now = this.kept.get(key);
    if (now === undefined) {
      const { id, props } = await lifecycle.create(inputs);
      this.kept.set(key, { id, inputs, outputs: props });
    } else if (diff?.changes) {
      const outputs = await lifecycle.update(now.id, now.outputs, inputs);
      this.kept.set(key, { id: now.id, inputs, outputs });
    }
    const { id, outputs } = this.kept.get(key) as Kept;
    return { id, state: { ...inputs, ...outputs } };
  }

  private async check(lifecycle: Lifecycle, old: Props, given: Props): Promise<Props> {
    const { inputs, failures } = await lifecycle.check(old, given);
    if (failures.length > 0)
      throw new Error(failures.map(({ path, reason }) => `${lifecycle.kind} ${path.join(".")}: ${reason}`).join("\n"));
    return inputs;
  }

  private async remove(which: (key: string) => boolean): Promise<void> {
    const keys = [...this.kept.keys()].filter(which).sort((a, b) => rank(b) - rank(a));
    for (const key of keys) {
      const { id, outputs } = this.kept.get(key) as Kept;
      await this.lifecycleOf(key).delete(id, outputs);
      this.kept.delete(key);
    }
  }

  private lifecycleOf(key: string): Lifecycle {
    const lifecycle = this.lifecycles.get(key.split(" ")[0] ?? "");
    if (lifecycle === undefined) throw new Error(`${key} is of no kind that there is`);
    return lifecycle;
  }
}

const rank = (key: string): number => ORDER.indexOf(key.split(" ")[0] ?? "");

/** What a device carries is named after its site last; a connection has its gateway's name. */
function dependsOn(key: string, on: string): boolean {
  const [kind, name] = splitKey(key);
  const [onKind, onName] = splitKey(on);
  if (onKind === "L2Gateway") return kind === "L2GatewayConnection" && name === onName;
  return onKind === "GatewayDevice" && rank(key) > rank(on) && name.split("/").at(-1) === onName.split("/").at(-1);
}

function splitKey(key: string): [string, string] {
  const at = key.indexOf(" ");
  return [key.slice(0, at), key.slice(at + 1)];
}
