// SPDX-License-Identifier: Apache-2.0
import pLimit from "p-limit";
import type { RemoteMacRow } from "../client/rows";
import type { Site } from "../client/site";
import { adoptionWarning, isOfThisStack } from "../lifecycle/adoption";
import { withOwnerToken } from "../lifecycle/ownerToken";
import { formerNameAdvice, messageOf, PartialFailure, TakenError } from "../lifecycle/report";
import type { Props, Runtime } from "./definition";
import { fromRemoteMacRow, holdersOf, type RemoteMac, remoteMacEntry } from "./remoteMacEntry";
import { canonicalIp, canonicalMac } from "./values";

/** Writes under way at once in one table; the site's own limit holds besides. */
const WRITES_AT_ONCE = 16;

/** Which entries that exist become the table's own, or are removed for it. */
interface Adoption {
  /** Entries with other values for one of the table's MAC addresses are removed. */
  readonly adopt: boolean;
  /** Equal entries are adopted, whether this stack is known to own them or not. */
  readonly adoptEqual: boolean;
}

/** The entries that a resource owns, on their way from what they are to what they shall be. Each is made and removed as a RemoteMacEntry is. */
export class OwnedEntries {
  private readonly owned: Map<string, { entry: RemoteMac; id: string }>;
  private readonly failures: string[] = [];

  constructor(
    private readonly runtime: Runtime,
    private readonly site: Site,
    private readonly id: string,
    private readonly device: string,
    private readonly owner: string,
    entries: readonly RemoteMac[] = [],
    entryIds: readonly string[] = [],
  ) {
    this.owned = new Map(
      entries.flatMap((entry, index) => {
        const entryId = entryIds[index];
        return entryId === undefined || runtime.objects.isDeleted(entryId) ? [] : [[entry.macAddress, { entry, id: entryId }]];
      }),
    );
  }

  /** Takes over what is there already and equal: what an earlier run made before it was ended, most likely. One list, where a refused POST for each would be dear. */
  async takeOverEqual(wanted: readonly RemoteMac[], { adopt }: { adopt: boolean }): Promise<void> {
    const wantedByMac = new Map(wanted.map((entry) => [entry.macAddress, entry]));
    const equal = (await this.site.remoteMacs(this.device).allNow()).flatMap((row) => {
      const entry = wantedByMac.get(canonicalMac(row.mac_address) ?? "");
      return entry !== undefined && isEqual(entry, canonicalEntry(row)) && !this.runtime.objects.isClaimed(row.id)
        ? [{ id: row.id, entry }]
        : [];
    });
    const known = await Promise.all(equal.map(async ({ id }) => adopt || isOfThisStack(this.runtime, id, this.device)));
    for (const { id, entry } of equal.filter((_, index) => known[index]))
      if (this.runtime.objects.claim(id, this.owner)) this.owned.set(entry.macAddress, { entry, id });
    const foreign = known.filter((one) => !one).length;
    if (foreign > 0)
      throw new TakenError(
        `site ${this.site.name}: gateway device ${this.device} already has ${foreign} of the ${wanted.length} entries, and they may belong to another stack, because this stack does not manage the device. Set \`adopt: true\` to manage them here. ${formerNameAdvice()} instead`,
      );
    if (this.owned.size > 0)
      this.runtime.warn(
        adoptionWarning(`entries of gateway device ${this.device} (${this.owned.size} of ${wanted.length})`, this.site, "equal"),
      );
  }

  /** Adds the entries that an update has created whose engine was killed, so that the state lacks them. One list, only after such an update. */
  async addInterrupted(): Promise<void> {
    const { interruptedWrites } = this.runtime;
    const written = interruptedWrites.writtenOf(this.id);
    if (written.length === 0) return;
    for (const row of (await this.site.remoteMacs(this.device).allNow()).filter(({ id }) => written.includes(id))) {
      const entry = canonicalEntry(row);
      this.owned.set(entry.macAddress, { entry, id: row.id });
      interruptedWrites.recordWritten(this.id, row.id);
    }
    interruptedWrites.forgetWritten(this.id);
  }

  /** @throws PartialFailure holding what was reached, so that the next attempt goes on from there */
  async become(wanted: readonly RemoteMac[], options: Adoption): Promise<Props> {
    const next = new Map(wanted.map((entry) => [entry.macAddress, entry]));
    const macs = [...new Set([...this.owned.keys(), ...next.keys()])];
    const limit = pLimit(WRITES_AT_ONCE);
    await Promise.all(macs.map((mac) => limit(() => this.settle(mac, next.get(mac), options))));
    const props = this.props();
    if (this.failures.length > 0) throw new PartialFailure(this.id, props, this.failures);
    return props;
  }

  /** One MAC address: the removal before the addition, as the server refuses a MAC address that it has. After a failure nothing new is begun. */
  private async settle(mac: string, wanted: RemoteMac | undefined, options: Adoption): Promise<void> {
    const owned = this.owned.get(mac);
    if (this.failures.length > 0 || (owned !== undefined && wanted !== undefined && isEqual(owned.entry, wanted))) return;
    try {
      const verbs = remoteMacEntry.verbs(this.runtime);
      if (owned !== undefined) {
        await verbs.delete(`${this.device}/${owned.id}`, withOwnerToken({}, this.owner), this.site);
        this.owned.delete(mac);
      }
      if (wanted !== undefined) {
        const make = () => verbs.create({ gatewayDeviceId: this.device, ...wanted, adopt: options.adoptEqual }, this.site, this.owner);
        const { id } = await make().catch(async (error) => {
          if (!(error instanceof TakenError) || !(await this.makeWay(mac, options.adopt))) throw error;
          return make();
        });
        const entryId = id.slice(this.device.length + 1);
        this.owned.set(mac, { entry: wanted, id: entryId });
        this.runtime.interruptedWrites.recordWritten(this.id, entryId);
      }
    } catch (error) {
      this.failures.push(`${mac}: ${messageOf(error)}`);
    }
  }

  /** Removes what says something else of a MAC address, of whatever device: the server has one entry for each. False where another resource of this run has it, or nobody has said that it may go. */
  private async makeWay(mac: string, adopt: boolean): Promise<boolean> {
    const others = await holdersOf(mac, this.site);
    const { objects } = this.runtime;
    if (others.some(({ row }) => objects.isClaimed(row.id) || !(adopt || objects.isLeaving(row.id)))) return false;
    for (const { device, row } of others) {
      await remoteMacEntry.verbs(this.runtime).delete(`${device.id}/${row.id}`, {}, this.site);
      if (objects.isLeaving(row.id)) continue;
      this.runtime.warn(
        `the remote MAC entry of ${mac} behind ${row.vtep_address} with segmentation id ${row.segmentation_id}, of gateway device ${device.id} at site ${this.site.name}, made way for what the program says`,
      );
    }
    return true;
  }

  private props(): Props {
    // In the order of the table's inputs.
    const owned = [...this.owned.values()].sort((a, b) => (a.entry.macAddress < b.entry.macAddress ? -1 : 1));
    return {
      gatewayDeviceId: this.device,
      entries: owned.map(({ entry }) => entry),
      entryIds: owned.map(({ id }) => id),
    };
  }
}

function canonicalEntry(row: RemoteMacRow): RemoteMac {
  const { macAddress, vtepAddress, segmentationId } = fromRemoteMacRow(row);
  return { macAddress, vtepAddress: canonicalIp(vtepAddress) ?? vtepAddress, segmentationId: Number(segmentationId) };
}

export const isEqual = (a: RemoteMac, b: RemoteMac): boolean => a.vtepAddress === b.vtepAddress && a.segmentationId === b.segmentationId;
