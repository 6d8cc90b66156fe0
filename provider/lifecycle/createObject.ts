// SPDX-License-Identifier: Apache-2.0
// How one object comes to be: never lost, never doubled. Neutron knows no idempotency key, so what decides is a look at the site, and an object is taken over on proof only.
import { ApiError, BorderGatewayError, isNeutronError, type UncertainError } from "../client/errors";
import type { Props, Runtime } from "../kinds/definition";
import { adoptionWarning, isOfThisStack, type Reason } from "./adoption";
import { settleDoubt } from "./ambiguousWrite";
import { declaredTwice, describeConflict } from "./conflict";
import { difference } from "./diff";
import type { ObjectKind, Place } from "./objectKind";
import { formerNameAdvice, messageOf, nameOf, PartialFailure, TakenError } from "./report";
import { slowly } from "./slowWrite";
import { settleSurplus } from "./surplus";
import { explained, updateObject } from "./updateObject";

/** POSTs of one object, where each time a look has shown that the one before did nothing. */
const ATTEMPTS = 4;

/** Milliseconds between looks for an object whose POST may still commit, if a second POST would create a second object: 15 s in all. */
const LATE_COMMIT_PAUSES = [1_000, 2_000, 4_000, 8_000];

interface Made {
  readonly id: string;
  readonly props: Props;
}

/** The making of one object, from the first look to the last attempt. */
export class Creation<I, Row extends { id: string }> {
  private readonly wanted: Props;
  private readonly adoptAsked: boolean;
  /** Ids that were there before our first POST: a look after a lost answer must not take one of them for ours. */
  private seenBefore: ReadonlySet<string> = new Set();
  /** True once the answer to a POST was lost: what is found from then on may be ours. */
  private answerLost = false;
  /** POSTs that were repeated because what the server refused them for was gone, or on its way out. */
  private repeats = 0;

  constructor(
    private readonly kind: ObjectKind<I, Row>,
    private readonly runtime: Runtime,
    private readonly place: Place<Row>,
    private readonly inputs: I,
    private readonly owner: string,
  ) {
    const { site: _, adopt, ...wanted }: Props = { ...(inputs as object) };
    this.wanted = wanted;
    this.adoptAsked = adopt === true;
  }

  async run(): Promise<Made> {
    const there = await this.lookBefore();
    if (there !== undefined) {
      const mine = there.filter((row) => this.mayAdopt(row));
      const ours = this.isOwnName ? mine[0] : this.single(mine);
      if (ours !== undefined) {
        const adopted = await this.adoptFound(ours, this.adoptAsked ? "adopt" : "ownName");
        await this.settleSurplus(mine.slice(1));
        return adopted;
      }
      this.seenBefore = new Set(there.map((row) => row.id));
    }
    const made = await this.postUntilSettled();
    if (!this.adoptAsked) await this.settleSurplus(there?.filter((row) => this.isSurplus(row)) ?? []);
    if (this.answerLost || this.mayFollowAnotherRun) await this.lookForSurplus();
    return made;
  }

  private postUntilSettled(): Promise<Made> {
    return settleDoubt(this.runtime, {
      furtherLooks: this.isUnkeyed ? LATE_COMMIT_PAUSES : [],
      attempts: ATTEMPTS,
      write: () => this.post(),
      look: async (doubt) => {
        this.answerLost = true;
        const mine = await this.afterLostAnswer(doubt);
        return mine === undefined ? undefined : this.adopt(mine);
      },
      failure: (doubt) => this.unsettled(doubt),
    });
  }

  /** True if the server allows several equal objects. */
  private get isUnkeyed(): boolean {
    return this.kind.recentCandidates !== undefined;
  }

  private get isOwnName(): boolean {
    return this.runtime.ownNames.has(String(this.wanted.name));
  }

  /** True if this run continues an existing stack: a run before it may have been killed during the very same POST, which commits late. */
  private get mayFollowAnotherRun(): boolean {
    return this.isUnkeyed && this.isOwnName && this.runtime.objects.keepsAny;
  }

  private unsettled(doubt: UncertainError): BorderGatewayError {
    const failure = explained(this.kind, this.inputs, doubt);
    if (!this.isUnkeyed || this.isOwnName || doubt.exchange.type !== undefined) return failure;
    return new BorderGatewayError(
      `${failure.message}. If site ${this.place.site.name} creates the ${this.kind.kind} all the same, the next \`pulumi up\` would create a second one, as its name does not identify this resource: set \`adopt: true\` first`,
    );
  }

  private async lookForSurplus(): Promise<void> {
    try {
      const rows = await this.kind.candidates(this.inputs, this.place.collection);
      await this.settleSurplus(rows.filter((row) => this.isSurplus(row) && !this.seenBefore.has(row.id)));
    } catch (error) {
      this.runtime.warn(`whether site ${this.place.site.name} holds a surplus ${this.kind.kind} is not known: ${messageOf(error)}`);
    }
  }

  private isSurplus(row: Row): boolean {
    return this.isUnkeyed && this.isEqual(row) && !this.runtime.objects.isClaimed(row.id) && !this.runtime.objects.isLeaving(row.id);
  }

  private settleSurplus(rows: readonly Row[]): Promise<void> {
    return settleSurplus(this.kind, this.runtime, this.place, rows, this.isOwnName);
  }

  /** `undefined` where no look is due: the server refuses a second one by itself. */
  private async lookBefore(): Promise<Row[] | undefined> {
    if (this.kind.adoptEqualOn !== undefined) return undefined;
    if (!this.adoptAsked) {
      // A run that was killed sends nothing more (`engineLife.ts`), so that nothing is there is as good seconds old as new. What is taken over is read anew.
      const recent = await this.kind.recentCandidates?.(this.wanted, this.place.site);
      if (recent === undefined || !recent.some((row) => this.mayAdopt(row))) return recent;
    }
    return this.kind.candidates(this.inputs, this.place.collection);
  }

  private async post(): Promise<Made> {
    try {
      const row = await slowly(this.runtime, this.kind, (options) => this.place.collection.create(this.kind.toRow(this.inputs), options));
      const made = this.made(row);
      this.warnOfLoss(made);
      this.runtime.objects.recordCreated(row.id);
      return made;
    } catch (error) {
      if (isNeutronError(error, ...this.kind.duplicateTypes)) return this.adoptInsteadOf(error);
      throw error;
    }
  }

  /** From here on the object exists: whatever fails has to carry its id, or it is lost to the stack. */
  private made(row: Row): Made {
    // networking-midonet answers identical concurrent POSTs of a connection all with 201 and one id (Neutron's own retry finds the row).
    if (!this.runtime.objects.claim(row.id, this.owner)) throw declaredTwice(this.kind, this.place, row);
    return { id: this.place.id(row), props: this.place.props(row) };
  }

  /** A server drops what it does not know without a word. Not an error: the object exists. */
  private warnOfLoss({ id, props }: Made): void {
    const { updates, replaces } = difference(this.kind, props, this.wanted);
    const lost = [...updates, ...replaces].join(", ");
    if (lost !== "")
      this.runtime.warn(
        `${this.kind.kind} ${id} at site ${this.place.site.name}: the server answers that it is made, but did not keep ${lost}`,
      );
  }

  /** Adopts an object that this run has not created. */
  private async adoptFound(row: Row, reason: Reason): Promise<Made> {
    const contest = this.runtime.declarations.contestOf(this.kind.kind, { ...(this.inputs as object) });
    if (contest !== undefined) throw new TakenError(`${contest}. No object was adopted`);
    if (!this.answerLost && !this.runtime.objects.isAnnounced(row.id))
      this.runtime.warn(adoptionWarning(nameOf(this.kind.kind, this.place.id(row), this.place.props(row)), this.place.site, reason));
    this.runtime.objects.announce(row.id);
    return this.adopt(row);
  }

  private async adopt(row: Row): Promise<Made> {
    const made = this.made(row);
    const { updates } = difference(this.kind, made.props, this.wanted);
    if (updates.length === 0) return made;
    try {
      return { id: made.id, props: await updateObject(this.kind, this.runtime, this.place, row.id, this.inputs, made.props) };
    } catch (error) {
      throw new PartialFailure(made.id, made.props, [
        `took over ${this.kind.kind} ${made.id}, but could not change ${updates.join(", ")}: ${messageOf(error)}`,
      ]);
    }
  }

  /** The server refused a duplicate. Takes over what is there if it is provably ours, else says what stands in the way. */
  private async adoptInsteadOf(refusal: BorderGatewayError): Promise<Made> {
    const { objects } = this.runtime;
    const found = await this.kind.candidates(this.inputs, this.place.collection);
    const elsewhere = found.length > 0 ? [] : ((await this.kind.elsewhere?.(this.inputs, this.place.site)) ?? []);
    // Another resource of this process gives the object up: a host that moves between two tables, for example.
    const leaving = found.filter(({ id }) => objects.isDeleted(id));
    if (leaving.length === found.length && elsewhere.length === 0 && this.repeats++ < ATTEMPTS) {
      await Promise.all(leaving.map(({ id }) => objects.deletionOf(id)));
      return this.post();
    }
    const rows = found.filter((row) => !objects.isClaimed(row.id));
    const ours = this.single(rows.filter((row) => this.mayAdopt(row)));
    if (ours !== undefined) return this.adoptFound(ours, this.adoptAsked ? "adopt" : "ownName");
    const equal = rows.find((row) => this.isEqual(row));
    if (equal !== undefined && this.kind.adoptEqualOn !== undefined) return this.adoptEqual(equal, refusal, this.kind.adoptEqualOn);
    const twice = found.find((row) => this.runtime.objects.isClaimed(row.id) && this.isEqual(row));
    if (twice !== undefined) throw declaredTwice(this.kind, this.place, twice);
    throw new TakenError(`${refusal.message}. ${describeConflict(this.kind, this.runtime, this.place, { rows, found, elsewhere })}`);
  }

  private async adoptEqual(row: Row, refusal: BorderGatewayError, parent: keyof I & string): Promise<Made> {
    if (!this.answerLost && !(await isOfThisStack(this.runtime, row.id, String(this.inputs[parent])))) {
      const what = nameOf(this.kind.kind, row.id, this.place.props(row));
      throw new TakenError(
        `${refusal.message}. ${what} equals this resource, but may belong to another stack, because this stack does not manage ${parent} ${this.inputs[parent]}. Set \`adopt: true\` to manage it here. ${formerNameAdvice()} instead`,
      );
    }
    return this.adoptFound(row, "equal");
  }

  private async afterLostAnswer(lost: UncertainError): Promise<Row | undefined> {
    try {
      const rows = await this.kind.candidates(this.inputs, this.place.collection);
      return this.single(
        rows.filter((row) => this.isEqual(row) && !this.seenBefore.has(row.id) && !this.runtime.objects.isClaimed(row.id)),
      );
    } catch (error) {
      // There is no such collection, so that nothing was created in it.
      if (error instanceof ApiError && error.exchange.status === 404) throw lost;
      throw new BorderGatewayError(
        `${lost.message}. Whether the ${this.kind.kind} was made is not known, as a look at the site failed too: ${messageOf(error)}. The next \`pulumi up\` looks again`,
      );
    }
  }

  /** Proof that an object is this resource's: its name carries the resource's own hash, or the program says `adopt`. In both cases all that cannot be changed is equal. */
  private mayAdopt(row: Row): boolean {
    if (this.runtime.objects.isClaimed(row.id) || this.runtime.objects.isDeleted(row.id)) return false;
    const props = this.place.props(row);
    if (difference(this.kind, props, this.wanted).replaces.length > 0) return false;
    return this.adoptAsked || (props.name === this.wanted.name && this.isOwnName);
  }

  private isEqual(row: Row): boolean {
    const { updates, replaces } = difference(this.kind, this.place.props(row), this.wanted);
    return updates.length + replaces.length === 0;
  }

  private single(rows: Row[]): Row | undefined {
    if (rows.length <= 1) return rows[0];
    const ids = rows.map((row) => row.id).join(", ");
    throw new BorderGatewayError(
      `site ${this.place.site.name} holds ${rows.length} objects that could be this ${this.kind.kind}, and nothing tells them apart: ${ids}. Delete all but one`,
    );
  }
}
