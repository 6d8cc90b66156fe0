// SPDX-License-Identifier: Apache-2.0
// What keeps the resources of one process from harming each other. Two site names may lead to one Neutron, so nothing here depends on names of sites.
import { SiteError, UncertainError } from "./errors";

/** A record of deletions that outlives the process. */
export interface DeletionLog {
  /** Records that a deletion is sent. */
  recordSent(id: string): void;
  recordDeleted(id: string): void;
  /** Records that the site has rejected a deletion. */
  recordRefused(id: string): void;
  /** True if an earlier operation has deleted the object, although the state of the stack may still contain it. */
  isDeleted(id: string): boolean;
}

/**
 * Which objects the resources of one process have, by the id of the server. Neutron's ids are UUIDs and thus unique across sites: an object that
 * several site names or endpoints lead to is still one object.
 */
export class ObjectClaims {
  /** Owner tokens of the resources that have created or adopted an object. */
  private readonly claimed = new Map<string, string>();
  private readonly created = new Set<string>();
  /** Owner tokens of the resources that keep an object. */
  private readonly kept = new Map<string, string>();
  private readonly leaving = new Set<string>();
  private readonly announced = new Set<string>();
  /** Resources that a refresh has read, by id and owner token. */
  private readonly refreshed = new Set<string>();
  /** Deletions under way, and those that have taken effect or may have. */
  private readonly deletions = new Map<string, Promise<void>>();

  constructor(private readonly log?: DeletionLog) {}

  /** Reserves an object for one resource. False if a resource of this process has it or deletes it: an id must never be in a state twice. */
  claim(id: string, owner: string): boolean {
    if (this.isClaimed(id) || this.isDeleted(id)) return false;
    this.claimed.set(id, owner);
    return true;
  }

  /** True if a diff of this process has found a resource that its stack had before this run. */
  get keepsAny(): boolean {
    return this.kept.size > 0;
  }

  isClaimed(id: string): boolean {
    return this.claimed.has(id) || this.kept.has(id);
  }

  /** Records an object that this process has created, not adopted: nothing of another owner depends on it. */
  recordCreated(id: string): void {
    this.created.add(id);
  }

  isCreated(id: string): boolean {
    return this.created.has(id);
  }

  /** Records an object that its resource keeps, according to a diff of this process. */
  keep(id: string, owner: string): void {
    this.kept.set(id, owner);
  }

  /** True if a resource other than `owner` has created, adopted or kept the object in this process. */
  isHeldByOther(id: string, owner: string): boolean {
    const holder = this.claimed.get(id) ?? this.kept.get(id);
    return holder !== undefined && holder !== owner;
  }

  /** Deletes an object, unless another resource has it. No resource can adopt it from here on, except after a refusal. */
  async deleteUnlessHeld(id: string, owner: string, send: () => Promise<void>): Promise<void> {
    if (this.isHeldByOther(id, owner)) return;
    this.log?.recordSent(id);
    const deletion = send();
    const ended = deletion.then(
      () => this.log?.recordDeleted(id),
      (error) => {
        if (error instanceof UncertainError) return;
        this.deletions.delete(id);
        if (!(error instanceof SiteError)) this.log?.recordRefused(id);
      },
    );
    this.deletions.set(id, ended);
    await deletion;
  }

  /** True if this process deletes the object, has deleted it, or does not know whether it has; also if an operation that was killed has deleted it. */
  isDeleted(id: string): boolean {
    return this.deletions.has(id) || this.log?.isDeleted(id) === true;
  }

  /** Resolves when the deletion of the object has ended, also if it fails; at once if there is none. */
  async deletionOf(id: string): Promise<void> {
    await this.deletions.get(id);
  }

  /** Records an object of which the user has been told that a resource adopts it. */
  announce(id: string): void {
    this.announced.add(id);
  }

  isAnnounced(id: string): boolean {
    return this.announced.has(id);
  }

  /** Records that a refresh has read a resource. */
  recordRefreshed(id: string, owner: string): void {
    this.refreshed.add(`${id} ${owner}`);
  }

  /**
   * True for the first diff after a refresh, which compares the state with itself, also for resources that the program no longer has
   * (pulumi@1b59498 pkg/resource/deploy/step.go#L1684-L1715).
   */
  isDiffOfRefresh(id: string, owner: string): boolean {
    return this.refreshed.delete(`${id} ${owner}`);
  }

  /** Records an object that is replaced or deleted, according to a diff of this process. */
  recordLeaving(id: string): void {
    this.leaving.add(id);
  }

  isLeaving(id: string): boolean {
    return this.leaving.has(id);
  }
}

/** The guards of one Neutron. All sites of a process whose endpoints are the same share one instance. */
export class Guards {
  private readonly turns = new Map<string, Promise<void>>();
  /** What objects that this process has written need exclusively, such as a router or a tunnel address, each with the id of the object. */
  readonly holders = new Map<string, string>();

  constructor(readonly objects = new ObjectClaims()) {}

  /** Runs work that needs these keys exclusively after all earlier work with any of them has ended. */
  inTurn<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const running = Promise.all(keys.map((key) => this.turns.get(key))).then(work);
    const ended = running.then(
      () => undefined,
      () => undefined,
    );
    for (const key of keys) this.turns.set(key, ended);
    return running;
  }
}
