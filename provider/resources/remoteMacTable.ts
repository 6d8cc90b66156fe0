// SPDX-License-Identifier: Apache-2.0
import pLimit from "p-limit";
import { z } from "zod";
import type { RemoteMacRow } from "../client/rows";
import type { Site } from "../client/site";
import { commonInputs, commonOutputs, type Failure, type Kind, type Props, type Runtime, required } from "../definition";
import { canonicalProps } from "../diff";
import { type ObjectOf, record } from "../properties";
import { messageOf, PartialFailure } from "../report";
import { known } from "../unknown";
import { canonicalIp, canonicalMac, setOf } from "../values";
import { deviceRules, fromRemoteMacRow, gatewayDeviceId, type RemoteMac, remoteMacEntry, remoteMacMembers } from "./remoteMacEntry";

const inputs = {
  ...commonInputs,
  gatewayDeviceId,
  entries: required(
    "update",
    setOf(record("RemoteMac", remoteMacMembers, { description: "A host at a remote site: its MAC address, and where it is." }), (one) =>
      [one.macAddress, one.vtepAddress, one.segmentationId].map(String).join(" "),
    ),
    "The entries, in any order. Only these are managed: others of the device are left alone.",
  ),
};

type TableInputs = ObjectOf<typeof inputs>;

/** The part of the state that the verbs go by. `entryIds`: the server's id of each entry, by MAC address. */
const lastState = z.object({
  gatewayDeviceId: z.string(),
  entries: z.array(z.object({ macAddress: z.string(), vtepAddress: z.string(), segmentationId: z.number() })),
  entryIds: z.record(z.string(), z.string()),
});

/** Writes under way at once in one table; the site's own limit holds besides. */
const WRITES_AT_ONCE = 16;

function rules({ entries }: { readonly entries?: unknown }): Failure[] {
  const macs = (Array.isArray(entries) ? entries : []).flatMap((one) => (typeof one?.macAddress === "string" ? [one.macAddress] : []));
  const twice = [...new Set(macs.filter((mac, index) => macs.indexOf(mac) !== index))];
  // networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py#L149-L150: a MAC address is unique in the whole Neutron.
  return twice.map((mac) => ({
    path: ["entries"],
    reason: `names ${mac} more than once, with different VTEPs or segmentation ids: a host is behind one VTEP. Keep one of them`,
  }));
}

export const remoteMacTable: Kind<TableInputs> = {
  definition: {
    kind: "RemoteMacTable",
    description: "Many remote MAC entries of one gateway device as one resource. A change adds and removes only what differs.",
    inputs,
    outputs: {
      ...commonOutputs,
      entryIds: {
        schema: { type: "object", additionalProperties: { type: "string" } },
        description: "The server's id of each entry, by MAC address.",
      },
    },
    extensions: ["gateway-device"],
    adminOnly: true,
    rules,
    liveRules: ({ draft, site, changed }) =>
      changed("gatewayDeviceId", "site") ? deviceRules(known(draft.gatewayDeviceId), site) : Promise.resolve([]),
  },

  verbs: (runtime) => ({
    create: async (wanted, site) => {
      const id = `${wanted.gatewayDeviceId}/${crypto.randomUUID()}`;
      const table = new Table(runtime, site, id, wanted.gatewayDeviceId);
      await table.takeOverEqual(wanted.entries);
      return { id, props: await table.become(wanted.entries, { adopt: wanted.adopt === true }) };
    },

    read: async (id, last, site) => {
      const device = id.split("/")[0] ?? "";
      const rows = await site.remoteMacs(device).allNow();
      const owned = lastState.safeParse(last);
      // A lookup by id knows of no entries: it shows them all.
      const ids = new Set(owned.success ? Object.values(owned.data.entryIds) : rows.map((row) => row.id));
      const found = rows.filter((row) => ids.has(row.id));
      // The list of a device that is gone is empty and no error, so an empty one proves nothing.
      if (found.length === 0 && (await site.devices.confirm(device)) === undefined) {
        await site.requireAdmin();
        return undefined;
      }
      const entryIds = Object.fromEntries(found.map((row) => [canonicalMac(row.mac_address) ?? row.mac_address, row.id]));
      return canonicalProps(remoteMacTable.definition, { gatewayDeviceId: device, entries: found.map(fromRemoteMacRow), entryIds });
    },

    update: async (id, wanted, last, site) => {
      const { entries, entryIds } = lastState.parse(last);
      return new Table(runtime, site, id, wanted.gatewayDeviceId, entries, entryIds).become(wanted.entries, {
        adopt: wanted.adopt === true,
      });
    },

    delete: async (id, last, site) => {
      const { gatewayDeviceId: device, entries, entryIds } = lastState.parse(last);
      await new Table(runtime, site, id, device, entries, entryIds).become([], { adopt: false });
    },
  }),
};

/** The entries that a resource owns, on their way from what they are to what they shall be. Each is made and removed as a RemoteMacEntry is. */
class Table {
  private readonly owned: Map<string, { entry: RemoteMac; id: string }>;
  private readonly failures: string[] = [];

  constructor(
    private readonly runtime: Runtime,
    private readonly site: Site,
    private readonly id: string,
    private readonly device: string,
    entries: readonly RemoteMac[] = [],
    entryIds: Readonly<Record<string, string>> = {},
  ) {
    this.owned = new Map(
      entries.flatMap((entry) =>
        entryIds[entry.macAddress] === undefined ? [] : [[entry.macAddress, { entry, id: entryIds[entry.macAddress] ?? "" }]],
      ),
    );
  }

  /** Takes over what is there already and equal: what an earlier run made before it was ended, most likely. One list, where a refused POST for each would be dear. */
  async takeOverEqual(wanted: readonly RemoteMac[]): Promise<void> {
    const wantedByMac = new Map(wanted.map((entry) => [entry.macAddress, entry]));
    for (const row of await this.site.remoteMacs(this.device).allNow()) {
      const entry = wantedByMac.get(canonicalMac(row.mac_address) ?? "");
      if (entry === undefined || !isEqual(entry, canonicalEntry(row)) || !this.site.claim(row.id)) continue;
      this.owned.set(entry.macAddress, { entry, id: row.id });
    }
    if (this.owned.size === 0) return;
    this.runtime.warn(
      `${this.owned.size} entries of gateway device ${this.device} at site ${this.site.name} were there already and are equal to what the program says: they are now part of this stack`,
    );
  }

  /** @throws PartialFailure holding what was reached, so that the next attempt goes on from there */
  async become(wanted: readonly RemoteMac[], options: { adopt: boolean }): Promise<Props> {
    const next = new Map(wanted.map((entry) => [entry.macAddress, entry]));
    const macs = [...new Set([...this.owned.keys(), ...next.keys()])];
    const limit = pLimit(WRITES_AT_ONCE);
    await Promise.all(macs.map((mac) => limit(() => this.settle(mac, next.get(mac), options))));
    const props = this.props();
    if (this.failures.length > 0) throw new PartialFailure(this.id, props, this.failures);
    return props;
  }

  /** One MAC address: the removal before the addition, as the server refuses a MAC address that it has. After a failure nothing new is begun. */
  private async settle(mac: string, wanted: RemoteMac | undefined, options: { adopt: boolean }): Promise<void> {
    const owned = this.owned.get(mac);
    if (this.failures.length > 0 || (owned !== undefined && wanted !== undefined && isEqual(owned.entry, wanted))) return;
    try {
      const verbs = remoteMacEntry.verbs(this.runtime);
      if (owned !== undefined) {
        await verbs.delete(`${this.device}/${owned.id}`, {}, this.site);
        this.owned.delete(mac);
      }
      if (wanted !== undefined) {
        const { id } = await verbs.create({ gatewayDeviceId: this.device, ...wanted, ...options }, this.site);
        this.owned.set(mac, { entry: wanted, id: id.slice(this.device.length + 1) });
      }
    } catch (error) {
      this.failures.push(`${mac}: ${messageOf(error)}`);
    }
  }

  private props(): Props {
    const owned = [...this.owned.values()];
    return canonicalProps(remoteMacTable.definition, {
      gatewayDeviceId: this.device,
      entries: owned.map(({ entry }) => entry),
      entryIds: Object.fromEntries(owned.map(({ entry, id }) => [entry.macAddress, id])),
    });
  }
}

function canonicalEntry(row: RemoteMacRow): RemoteMac {
  const { macAddress, vtepAddress, segmentationId } = fromRemoteMacRow(row);
  return { macAddress, vtepAddress: canonicalIp(vtepAddress) ?? vtepAddress, segmentationId: Number(segmentationId) };
}

const isEqual = (a: RemoteMac, b: RemoteMac): boolean => a.vtepAddress === b.vtepAddress && a.segmentationId === b.segmentationId;
