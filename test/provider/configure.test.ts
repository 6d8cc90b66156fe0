// SPDX-License-Identifier: Apache-2.0
// The entry of the provider under an SDK before 3.139, which never calls `configure`.
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { configuredWithin } from "../../provider/dynamicHost/configuredWithin";
import { gatewayDevice, l2GatewayConnection } from "../../provider/index";

const REFUSAL = /^the installed @pulumi\/pulumi is older than 3\.139\.0 .* npm install @pulumi\/pulumi@latest$/;

test.serial("every verb is refused if the SDK does not configure the provider", async (t) => {
  const { check, create, diff, read, delete: remove } = gatewayDevice;
  const verbs = [check?.({}, {}), create({}), diff?.("id", {}, {}), read?.("id", {}), remove?.("id", {}), l2GatewayConnection.create({})];
  for (const outcome of await Promise.allSettled(verbs)) {
    t.is(outcome.status, "rejected");
    if (outcome.status === "rejected") t.regex(String(outcome.reason.message), REFUSAL);
  }
});

test.serial("a configuration that arrives a moment later is waited for, and a failed one is reported as it is", async (t) => {
  t.is(await configuredWithin(sleep(10, "ready"), 1_000), "ready");
  await t.throwsAsync(configuredWithin(Promise.reject(new Error("wrong value")), 1_000), { message: "wrong value" });
});

test.serial("nothing is left behind that keeps the process alive", async (t) => {
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  await configuredWithin(Promise.resolve(1), 60_000);
  t.is(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length, before);
});
