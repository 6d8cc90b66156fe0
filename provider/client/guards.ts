// SPDX-License-Identifier: Apache-2.0
// What keeps the resources of one process from harming each other. Two site names may lead to one Neutron, so nothing here depends on names of sites.

/**
 * Which objects the resources of one process have, by the id of the server. Neutron's ids are UUIDs and thus unique across sites: an object that
 * several site names or endpoints lead to is still one object.
 */
export class ObjectClaims {
  private readonly claimed = new Set<string>();
  private readonly created = new Set<string>();
  private readonly kept = new Set<string>();
  private readonly leaving = new Set<string>();

  /** Reserves an object for one resource. False if another resource of this process has it: an id must never be in a state twice. */
  claim(id: string): boolean {
    if (this.isClaimed(id)) return false;
    this.claimed.add(id);
    return true;
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

  /** True if a resource of this process has adopted an object that existed before. */
  isAdopted(id: string): boolean {
    return this.claimed.has(id) && !this.created.has(id);
  }

  /** Records an object that its resource keeps, according to a diff of this process. */
  keep(id: string): void {
    this.kept.add(id);
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
