// SPDX-License-Identifier: Apache-2.0
import { ObjectClaims } from "../../provider/client/guards";
import type { Kind, Props, Runtime } from "../../provider/kinds/definition";
import { check, propertyPath } from "../../provider/lifecycle/check";
import { InterruptedWrites } from "../../provider/process/interruptedWrites";
import { Declarations } from "../../provider/program/declarations";

/** A runtime without any site: what needs one fails the test. */
export function offlineRuntime(): Runtime {
  return {
    openSite: (name) => Promise.reject(new Error(`site ${name} was opened, but validation is offline`)),
    siteName: (name) => name ?? "tokyo",
    neutronAddress: () => ({}),
    live: false,
    movedOnPurpose: () => false,
    interrupted: () => false,
    pause: () => Promise.resolve(),
    warn: () => undefined,
    ownNames: new Set(),
    declarations: new Declarations(),
    objects: new ObjectClaims(),
    interruptedWrites: new InterruptedWrites(),
  };
}

/** Checks inputs without a site. Answers the canonical inputs, and the failures as Pulumi prints them. */
export async function checkOffline<I>(kind: Kind<I>, given: Props, old: Props = {}): Promise<{ inputs: Props; failures: string[] }> {
  const { inputs, failures } = await check(kind.definition, offlineRuntime(), old, given);
  return { inputs, failures: failures.map(({ path, reason }) => `${propertyPath(path)}: ${reason}`) };
}
