// SPDX-License-Identifier: Apache-2.0
// A program of its own, as the SDK cannot serialise a closure in a worker thread of ava: registers what `pulumi.dynamic.Resource` makes of each sample, and prints the requests.
import * as pulumi from "@pulumi/pulumi";
import { recordRegistrations } from "./registrations";
import { ID, OPTIONS, samples } from "./samples";

class Dynamic extends pulumi.dynamic.Resource {}

async function main(): Promise<void> {
  const { requestOf } = recordRegistrations();
  const provider: pulumi.dynamic.ResourceProvider = { create: async () => ({ id: "1" }) };
  const requests: Record<string, unknown> = {};
  for (const [key, { Kind, args }] of Object.entries(samples)) {
    const registered = new Dynamic(provider, key, { ...args }, OPTIONS, "border-gateway", Kind.name);
    const found = new Dynamic(provider, `${key}-get`, { site: "osaka" }, { id: ID }, "border-gateway", Kind.name);
    requests[key] = { registered: await requestOf(registered, key), found: await requestOf(found, `${key}-get`) };
  }
  process.stdout.write(JSON.stringify(requests));
}

void main();
