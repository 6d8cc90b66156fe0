// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import fc from "fast-check";
import { importId } from "../../../provider/pluginHost/importId";

const [A, B] = ["6f1a6a0c-6a1a-4a5a-9a3a-0a1b2c3d4e5f", "7f1a6a0c-6a1a-4a5a-9a3a-0a1b2c3d4e5f"];

test("an id with or without its site, whose name may contain slashes", (t) => {
  t.deepEqual(importId("GatewayDevice", A), { id: A });
  t.deepEqual(importId("GatewayDevice", A.toUpperCase()), { id: A });
  t.deepEqual(importId("L2Gateway", `corp/tokyo/${A}`), { id: A, site: "corp/tokyo" });
  t.deepEqual(importId("RemoteMacEntry", `${A}/${B}`), { id: `${A}/${B}` });
  t.deepEqual(importId("RemoteMacEntry", `corp/tokyo/${A}/${B}`), { id: `${A}/${B}`, site: "corp/tokyo" });
});

test("a table is named by its device, and keeps the id of its state", (t) => {
  const { id, site } = importId("RemoteMacTable", `tokyo/${A}`);
  t.regex(id, new RegExp(`^${A}/[0-9a-f-]{36}$`));
  t.is(site, "tokyo");
  t.deepEqual(importId("RemoteMacTable", `tokyo/${A}/${B}`), { id: `${A}/${B}`, site: "tokyo" });
});

test("everything else is refused with the form of the kind", (t) => {
  for (const [kind, given] of [
    ["GatewayDevice", "edge"],
    ["GatewayDevice", ""],
    ["GatewayDevice", `/${A}`],
    ["RemoteMacEntry", A],
    ["RemoteMacEntry", `tokyo/${A}`],
    ["RemoteMacTable", "tokyo"],
  ] as const)
    t.throws(() => importId(kind, given), { message: new RegExp(`^"${given}" is not an id of a ${kind}\\. Use <`) });
});

test("any name of a site that ends in no UUID comes back as it is", (t) => {
  t.notThrows(() => fc.assert(fc.property(fc.string({ minLength: 1 }), (site) => importId("L2Gateway", `${site}/${A}`).site === site)));
});
