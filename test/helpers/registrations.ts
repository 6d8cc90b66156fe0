// SPDX-License-Identifier: Apache-2.0
import type { Output, Resource } from "@pulumi/pulumi";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** A request of the SDK to the engine, as plain data. */
export type Request = Readonly<Record<string, unknown>> & { readonly object?: unknown; readonly properties?: unknown };

interface Message {
  toObject(): Record<string, unknown>;
  getName(): string;
  getObject?(): { toJavaScript(): Record<string, unknown> } | undefined;
  getProperties?(): { toJavaScript(): Record<string, unknown> } | undefined;
}

/** Where the line of the program stands differs between any two resources. */
const POSITIONS = ["sourceposition", "stacktrace", "name"];

class Recorder extends MockMonitor {
  readonly requests = new Map<string, Request>();

  constructor() {
    super({ call: ({ inputs }) => inputs, newResource: ({ name, inputs, id }) => ({ id: id || `${name}-id`, state: inputs }) });
  }

  override registerResource(request: Message, callback: (error: unknown, response: unknown) => void) {
    this.record(request, { object: request.getObject?.()?.toJavaScript() });
    return super.registerResource(request, callback);
  }

  override readResource(request: Message, callback: (error: unknown, response: unknown) => void) {
    this.record(request, { properties: request.getProperties?.()?.toJavaScript() });
    return super.readResource(request, callback);
  }

  private record(request: Message, inputs: Record<string, unknown>): void {
    const rest = Object.entries(request.toObject()).filter(([key]) => !POSITIONS.includes(key));
    this.requests.set(request.getName(), JSON.parse(JSON.stringify({ ...Object.fromEntries(rest), ...inputs })) as Request);
  }
}

/** Makes the SDK of this process send its requests here: organization `acme`, project `mesh`, stack `dev`. */
export function recordRegistrations(): { requestOf(resource: Resource, name: string): Promise<Request> } {
  const recorder = new Recorder();
  pulumi.runtime.setMockOptions(recorder, "mesh", "dev", false, "acme");
  return {
    requestOf: async (resource, name) => {
      await valueIn(resource.urn);
      const request = recorder.requests.get(name);
      if (request === undefined) throw new Error(`the SDK sent no request for ${name}`);
      return request;
    },
  };
}

export const valueIn = <T>(output: Output<T>): Promise<T> => new Promise<T>((resolve) => void output.apply((value) => resolve(value as T)));
