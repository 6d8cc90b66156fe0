// SPDX-License-Identifier: Apache-2.0
import { z } from "zod";
import type { RemoteMacRow } from "../client/rows";
import { canonicalProps } from "../lifecycle/diff";
import { ownerTokenOf } from "../lifecycle/ownerToken";
import { commonInputs, commonOutputs, type Failure, type Kind, optional, required } from "./definition";
import { isEqual, OwnedEntries } from "./ownedEntries";
import { type ObjectOf, record } from "./properties";
import { deviceRules, fromRemoteMacRow, gatewayDeviceId, remoteMacMembers, remoteMacProgramRules } from "./remoteMacEntry";
import { known } from "./unknown";
import { canonicalMac, flag, setOf } from "./values";

const inputs = {
  ...commonInputs,
  adopt: optional(
    "none",
    flag(),
    "Remove conflicting entries for this table's MAC addresses, with a warning, instead of failing. Identical entries are adopted too; on a device that this stack manages, they are adopted even without this flag. Entries that another resource creates or keeps in the same update are never removed. Defaults to `false`.",
  ),
  gatewayDeviceId,
  entries: required(
    "update",
    setOf(
      record("RemoteMac", remoteMacMembers, { description: "A host at a remote site and the VTEP through which it is reachable." }),
      (one) => [one.macAddress, one.vtepAddress, one.segmentationId].map(String).join(" "),
    ),
    "The remote MAC entries, in any order. Other entries of the device are not changed.",
  ),
};

type TableInputs = ObjectOf<typeof inputs>;

const listed = z.array(z.object({ macAddress: z.string(), vtepAddress: z.string(), segmentationId: z.number() }));
/** The part of the state that the verbs go by. `entryIds`: the server's ids, in the order of the entries. No MAC address stands in them: the program may have given it as a secret. */
const lastState = z.object({
  gatewayDeviceId: z.string(),
  entries: listed,
  entryIds: z.array(z.string()),
});

const macsIn = (entries: unknown): string[] =>
  (Array.isArray(entries) ? entries : []).flatMap((one) => (typeof one?.macAddress === "string" ? [one.macAddress] : []));

function rules({ entries }: { readonly entries?: unknown }): Failure[] {
  const macs = macsIn(entries);
  const twice = [...new Set(macs.filter((mac, index) => macs.indexOf(mac) !== index))];
  // networking-midonet@1dcb2d2 midonet/neutron/db/gateway_device.py#L149-L150: a MAC address is unique in the whole Neutron.
  return twice.map((mac) => ({
    path: ["entries"],
    reason: `the table lists ${mac} more than once, with different VTEP addresses or segmentation IDs. A host has one VTEP address: keep one of the entries`,
  }));
}

export const remoteMacTable: Kind<TableInputs> = {
  definition: {
    kind: "RemoteMacTable",
    description:
      "A set of remote MAC entries of one gateway device, managed as one resource. An update adds and removes only the entries that differ.",
    inputs,
    outputs: {
      ...commonOutputs,
      entryIds: {
        schema: { type: "array", items: { type: "string" } },
        description: "Id of each entry at the server, in the order of the `entries` output, which is sorted by MAC address.",
      },
    },
    extensions: ["gateway-device"],
    adminOnly: true,
    rules,
    programRules: (check) => remoteMacProgramRules(check, "entries", [...new Set(macsIn(check.draft.entries))]),
    parts: (last, next) => {
      const { data } = lastState.safeParse(last);
      const wanted = new Map(listed.safeParse(next.entries).data?.map((entry) => [entry.macAddress, entry]));
      const [kept, left]: [string[], string[]] = [[], []];
      for (const [index, entry] of (data?.entries ?? []).entries()) {
        const same = wanted.get(entry.macAddress);
        (same !== undefined && isEqual(same, entry) ? kept : left).push(data?.entryIds[index] ?? "");
      }
      return { kept, left };
    },
    liveRules: ({ draft, site, changed }) =>
      changed("gatewayDeviceId", "site") ? deviceRules(known(draft.gatewayDeviceId), site) : Promise.resolve([]),
  },

  verbs: (runtime) => ({
    create: async (wanted, site, owner) => {
      const id = `${wanted.gatewayDeviceId}/${crypto.randomUUID()}`;
      const table = new OwnedEntries(runtime, site, id, wanted.gatewayDeviceId, owner);
      const adopt = wanted.adopt === true;
      await table.takeOverEqual(wanted.entries, { adopt });
      return { id, props: await table.become(wanted.entries, { adopt, adoptEqual: adopt }) };
    },

    read: async (id, last, site) => {
      const device = id.split("/")[0] ?? "";
      const rows = await site.remoteMacs(device).allNow();
      const owned = lastState.safeParse(last);
      // A lookup by id knows of no entries: it shows them all.
      const ids = new Set(owned.success ? owned.data.entryIds : rows.map((row) => row.id));
      const found = rows.filter((row) => ids.has(row.id)).sort((a, b) => (macOf(a) < macOf(b) ? -1 : 1));
      // The list of a device that is gone is empty and no error, so an empty one proves nothing.
      if (found.length === 0 && (await site.devices.confirm(device)) === undefined) {
        await site.requireAdmin();
        return undefined;
      }
      const entryIds = found.map((row) => row.id);
      return canonicalProps(remoteMacTable.definition, { gatewayDeviceId: device, entries: found.map(fromRemoteMacRow), entryIds });
    },

    update: async (id, wanted, last, site) => {
      const { entries, entryIds } = lastState.parse(last);
      const table = new OwnedEntries(runtime, site, id, wanted.gatewayDeviceId, ownerTokenOf(last), entries, entryIds);
      await table.addInterrupted();
      return table.become(wanted.entries, {
        adopt: wanted.adopt === true,
        // A run that was killed in an update of this table has most likely created them.
        adoptEqual: true,
      });
    },

    delete: async (id, last, site) => {
      const { gatewayDeviceId: device, entries, entryIds } = lastState.parse(last);
      const table = new OwnedEntries(runtime, site, id, device, ownerTokenOf(last), entries, entryIds);
      await table.addInterrupted();
      await table.become([], { adopt: false, adoptEqual: false });
    },
  }),
};

const macOf = ({ mac_address: mac }: RemoteMacRow): string => canonicalMac(mac) ?? mac;
