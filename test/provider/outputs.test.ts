// SPDX-License-Identifier: Apache-2.0
// Nothing throws after the server has accepted a request: every row becomes outputs that the SDK can serialise.
import test from "ava";
import * as fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as rows from "../../provider/client/rows";
import type { Site } from "../../provider/client/site";
import { kinds } from "../../provider/kinds";
import { toEngine } from "../../provider/kinds/unknown";
import { canonicalProps } from "../../provider/lifecycle/diff";
import { offlineRuntime } from "../helpers/checking";

const text = fc.oneof(fc.string(), fc.constant(""), fc.constant(null), fc.constant(undefined));
const numeral = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(""), fc.constant(null), fc.constant(undefined));
const id = fc.string({ minLength: 1 });

const remoteMac = fc.record({
  id,
  mac_address: fc.string(),
  vtep_address: fc.string(),
  segmentation_id: fc.oneof(fc.integer(), fc.string()),
});

const tables = [
  {
    kind: kinds.gatewayDevice,
    spec: rows.gatewayDevices,
    row: fc.record({
      id,
      name: text,
      type: fc.string(),
      tenant_id: text,
      tunnel_ips: fc.oneof(fc.array(fc.string()), fc.constant(null)),
      management_ip: text,
      management_port: numeral,
      management_protocol: text,
      resource_id: text,
    }),
  },
  {
    kind: kinds.l2Gateway,
    spec: rows.l2Gateways,
    row: fc.record({
      id,
      name: text,
      tenant_id: text,
      devices: fc.array(
        fc.record(
          {
            device_id: text,
            segmentation_id: numeral,
            "segmentation-id": numeral,
            device_name: text,
            interfaces: fc.array(
              fc.record({ name: fc.string(), segmentation_id: fc.oneof(fc.array(fc.oneof(fc.string(), fc.integer())), fc.constant(null)) }),
            ),
          },
          { requiredKeys: [] },
        ),
      ),
    }),
  },
  {
    kind: kinds.l2GatewayConnection,
    spec: rows.connections,
    row: fc.record({ id, tenant_id: text, l2_gateway_id: fc.string(), network_id: fc.string(), segmentation_id: numeral }),
  },
  {
    kind: kinds.remoteMacEntry,
    spec: rows.remoteMacEntries("d"),
    row: remoteMac,
  },
];

for (const { kind, spec, row } of tables) {
  test(`${kind.definition.kind}: every row becomes outputs that cross the SDK, the same again when read twice`, (t) => {
    const definition = kind.definition as typeof kinds.gatewayDevice.definition & {
      fromRow(row: unknown, expected: object): Record<string, unknown>;
    };
    fc.assert(
      fc.property(row, (wire) => {
        const parsed = spec.row.safeParse(wire);
        if (!parsed.success) return;
        const once = canonicalProps(definition, definition.fromRow(parsed.data, {}));
        t.notThrows(() => Struct.fromJavaScript(toEngine(once) as { [key: string]: never }));
        t.deepEqual(canonicalProps(definition, toEngine(once)), toEngine(once));
      }),
      { numRuns: 300 },
    );
  });
}

test("RemoteMacTable: any entries of a device become outputs that cross the SDK, the same again when read twice", async (t) => {
  const { definition, verbs } = kinds.remoteMacTable;
  await fc.assert(
    fc.asyncProperty(fc.array(remoteMac), async (wire) => {
      const entries = { allNow: async () => wire.map((row) => rows.remoteMacEntries("d").row.parse(row)) };
      const site = { remoteMacs: () => entries, devices: { confirm: async () => ({ id: "d" }) } } as unknown as Site;
      const found = toEngine((await verbs(offlineRuntime()).read("d/table", {}, site)) ?? {});
      t.notThrows(() => Struct.fromJavaScript(found as { [key: string]: never }));
      t.deepEqual(canonicalProps(definition, found), found);
    }),
    { numRuns: 300 },
  );
});
