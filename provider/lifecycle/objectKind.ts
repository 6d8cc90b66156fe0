// SPDX-License-Identifier: Apache-2.0
// What a kind that is one object of one collection declares, and where such an object is.
import type { Body, Collection } from "../client/collection";
import type { UncertainError } from "../client/errors";
import type { Site } from "../client/site";
import type { Definition, Props } from "../kinds/definition";

/** An object of the server, and how messages name it. */
export interface NamedObject {
  readonly id: string;
  readonly text: string;
}

/** What a kind adds to its {@link Definition} where it is one object of one collection. `fromRow` must not throw: it runs after the server has said yes. */
export interface ObjectKind<I, Row extends { id: string }> extends Definition<I> {
  /** The input that names the object below which the collection lies. The id in the state is then `<parent>/<id>`. */
  readonly parent?: keyof I & string;
  collection(site: Site, parent: string): Collection<Row>;
  toRow(inputs: I): Body;
  /** @param expected the properties that the object should have, for a value that the server's answer leaves open */
  fromRow(row: Row, expected: Props): Props;
  /** The body of an update, which names the full intended values. Absent where the server has no update. */
  toUpdate?(inputs: I, last: Props): Body;
  /** Rows that could be the object, or stand in its way: read anew, by what the server keeps unique or by name. */
  candidates(inputs: I, collection: Collection<Row>): Promise<Row[]>;
  /** As `candidates`, from what this process has read or written in the last seconds. Given where equal requests make new rows, so that every creation has to look first. */
  recentCandidates?(wanted: Props, site: Site): Promise<Row[]>;
  /**
   * For objects without a name: the input with the id of what they stand on. An object that is equal in every input is adopted unasked, with a warning, if this
   * stack is known to own it.
   */
  readonly adoptEqualOn?: keyof I & string;
  /** What stands in the way of a duplicate beyond the collection, in words. */
  elsewhere?(inputs: I, site: Site): Promise<NamedObject[]>;
  /**
   * What an object of these properties needs for itself alone, in words, where the server keeps that only as long as requests come one after the other,
   * or answers a second one after minutes with a 500.
   */
  alone?(props: Props, site: Site): readonly string[] | Promise<readonly string[]>;
  /** What writes of this kind must not reach at once, in words: creations and deletions that name the same go one after the other. */
  oneByOne?(props: Props): string;
  /** Why these inputs must not be sent to this site even if the validation did not contact it. For what would damage the site. */
  refuseAlways?(inputs: I, site: Site): Promise<string | undefined>;
  /** Neutron's error types for "there is one already". */
  readonly duplicateTypes: readonly string[];
  /** Neutron's error types for "in use": the objects that use it are then named. */
  readonly inUseTypes?: readonly string[];
  holders?(id: string, site: Site): Promise<string[]>;
  /** True where a write may take the server minutes. */
  readonly slowWrites?: boolean;
  /** What an error of the server means to the operator, where its own sentence does not say. */
  explain?(inputs: I, error: UncertainError): string | undefined;
}

/** Where the objects of a kind lie at a site, and how their rows become state. */
export interface Place<Row extends { id: string }> {
  readonly site: Site;
  readonly collection: Collection<Row>;
  id(row: Row): string;
  props(row: Row): Props;
}
