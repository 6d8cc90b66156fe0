// SPDX-License-Identifier: Apache-2.0
// The definition of a resource kind. Everything that all kinds have in common is implemented once, on top of it.
import type { NeutronAddress } from "../client/config/neutronAddress";
import type { ObjectClaims } from "../client/guards";
import type { Extension, Site } from "../client/site";
import type { InterruptedWrites } from "../process/interruptedWrites";
import type { Declaration, Declarations, Exclusive } from "../program/declarations";
import type { IdProperty } from "../program/hints";
import type { Issue, Property } from "./properties";
import type { Draft } from "./unknown";
import { flag, type SchemaType, text, type Value } from "./values";

/** The effect of changing an input: an update in place, a replacement, or no request to the site. */
export type Change = "update" | "replace" | "none";

export interface Input<T, Optional extends boolean = boolean> extends Property<T, Optional> {
  readonly change: Change;
  /** A sentence for the documentation, if a rule of the kind decides on another effect than `change` in some cases. */
  readonly changeNote?: string;
  /** What omitting the input means: the current value stays (the default), or there is no value. */
  readonly absent?: "none";
  /** What sets the value if the program omits it. A value from `check` is an input from then on; a value from the server is an output only. */
  readonly filled?: "check" | "server";
}

type InputOptions = Pick<Input<unknown>, "absent" | "changeNote" | "default" | "filled">;
export const required = <T>(
  change: Change,
  value: Value<T>,
  description: string,
  options: Pick<InputOptions, "changeNote"> = {},
): Input<T, false> => ({ change, value, description, optional: false, ...options });
export const optional = <T>(change: Change, value: Value<T>, description: string, options: InputOptions = {}): Input<T, true> => ({
  change,
  value,
  description,
  optional: true,
  ...options,
});

/** The inputs that every kind has. */
export const commonInputs = {
  site: optional(
    "replace",
    text({ min: 1, max: 255 }),
    "Site of the object: a name in the stack configuration `border-gateway:sites`, otherwise a cloud in clouds.yaml. Defaults to `border-gateway:defaultSite`, then the `openstack:` configuration if `border-gateway:sites` is empty, then `OS_CLOUD`, then the `OS_*` variables, then the only configured site.",
    { filled: "check", changeNote: "If the new name leads to the same endpoint, the resource is updated in place." },
  ),
  adopt: optional(
    "none",
    flag(),
    "Whether to adopt an existing object instead of failing. The immutable properties of the object must match. Its mutable properties are updated. Defaults to `false`.",
  ),
};

/** The owner input of the kinds whose server API accepts a project. */
export const owner = (what: string) =>
  optional(
    "replace",
    text({ min: 1, max: 255 }),
    `Id of the project that owns the ${what}. Defaults to the project of the site's credentials.`,
    {
      filled: "server",
    },
  );

export interface Output {
  readonly schema: SchemaType;
  readonly description: string;
}

/** The outputs that every kind has. */
export const commonOutputs = {
  endpoint: {
    schema: { type: "string" },
    description:
      "URL of the site's network endpoint, recorded when the object was last read. It identifies the site regardless of its name.",
  },
} as const satisfies Record<string, Output>;

export type Inputs = Readonly<Record<string, Input<unknown>>>;
export type Props = Record<string, unknown>;

/** A failure of one property. `reason` completes the sentence "property ... ". */
export type Failure = Issue;

/** One resource beside the others of its program. Only resources that were checked before it are visible: that holds for all that it refers to. */
export interface ProgramCheck<I> {
  /** The valid part of the new inputs. */
  readonly draft: Draft<I>;
  /** The resource of the program that an id comes from, known or not: an id among its own inputs, or among those of another resource. */
  source(property: IdProperty, of?: Declaration): Declaration | undefined;
  /** A text that is equal for equal ids: the id itself, or where it comes from. `undefined` if neither is known. */
  identity(property: IdProperty, id: unknown): string | undefined;
  /** Reserves values that only one resource of a Neutron can have. Answers a failure for each that another resource of the program has. */
  reserve(...exclusives: Exclusive[]): Failure[];
}

export interface LiveCheck<I> extends ProgramCheck<I> {
  /** The inputs of the last run; empty for a new resource and for one that is being replaced. */
  readonly old: Props;
  readonly site: Site;
  /** True where one of these inputs is not what it was: the rest has been checked before, against this very object. */
  changed(...inputs: Array<keyof I & string>): boolean;
  /** True where an object, given as state, is most likely this resource's own: nothing differs that would replace it, and its name is ours or `adopt` is given. `check` is not told what exists, least of all under `up --replace`. */
  isOwn(props: Props): boolean;
  /** True if the object of this id is the one of this very resource, which this run replaces: what it holds is free by then. */
  leaves(id: string): boolean;
}

export interface Definition<I> {
  /** Class name, schema token and file name: `GatewayDevice`. */
  readonly kind: string;
  readonly description: string;
  readonly inputs: Inputs;
  readonly outputs: Readonly<Record<string, Output>>;
  /** The extensions without which the kind does not exist at a site. */
  readonly extensions: readonly Extension[];
  /** True where the server serves the kind to administrators only. */
  readonly adminOnly: boolean;
  /** Rules of one resource, on what is valid and known. A rule of the server names its source. */
  rules(draft: Draft<I>): Failure[];
  /** Fills in defaults that depend on other inputs. */
  complete?(draft: Draft<I>): Draft<I>;
  /** Rules across the resources of the program, which need no site. */
  programRules?(check: ProgramCheck<I>): Failure[];
  /** Rules that need a look at the site. */
  liveRules(check: LiveCheck<I>): Promise<Failure[]>;
  /** Objects that a new resource may adopt, as far as the reads of the checks show them: for a warning in the preview. */
  existing?(check: LiveCheck<I>): Promise<Array<{ readonly id: string; readonly props: Props }>>;
  /** Ids of the server's objects that this one is made of: those that such a change keeps, and those that it takes away. */
  parts?(last: Props, next: Props): { readonly kept: readonly string[]; readonly left: readonly string[] };
  /** What a change of one input costs, where the table alone does not say. Called only for values that differ. */
  changeOf?(input: string, last: Props, next: Props): Change;
  /** Why these updates of an object cannot be made in place after all, by what the site holds now; in words that follow a colon. Read anew, as a wrong answer would harm. */
  reasonToReplace?(id: string, updates: readonly string[], last: Props, site: Site): Promise<string | undefined>;
}

/** The four verbs that reach the site. Inputs are valid and complete, ids are those of the state, `owner` is the resource's owner token. */
export interface Verbs<I> {
  create(inputs: I, site: Site, owner: string): Promise<{ id: string; props: Props }>;
  /** `undefined`: the object is gone, on the word of the server itself. `last` are the outputs of the last look, or what a lookup gave. */
  read(id: string, last: Props, site: Site): Promise<Props | undefined>;
  update(id: string, inputs: I, last: Props, site: Site): Promise<Props>;
  delete(id: string, last: Props, site: Site): Promise<void>;
}

export interface Kind<I> {
  readonly definition: Definition<I>;
  verbs(runtime: Runtime): Verbs<I>;
}

/** What the host lends to all kinds of a process. */
export interface Runtime {
  openSite(name?: string): Promise<Site>;
  /** The site that a resource without `site` belongs to. @throws SiteError */
  siteName(name?: string): string | Promise<string>;
  /** Where the Neutron of a site is, without a request: its endpoint if the site is open, else what its configuration specifies. Empty if the site is not configured. */
  neutronAddress(site: string): NeutronAddress;
  /** False if `border-gateway:liveValidation` is `false`. */
  readonly live: boolean;
  /** True where the operator has declared that this site name now leads to another endpoint. */
  movedOnPurpose(site: string): boolean;
  /** True once the user has interrupted the operation: then no write is sent any more. */
  interrupted(): boolean;
  /** Waits between attempts, in milliseconds; not at all once the operation is interrupted. */
  pause(ms: number): Promise<void>;
  /** A sentence for the user that is no failure. */
  warn(sentence: string): void;
  /** Names that this process made from a resource's own hash: an object of such a name is ours. */
  readonly ownNames: Set<string>;
  /** What the resources of the program declare, as far as they have been checked. */
  readonly declarations: Declarations;
  /** Which objects the resources of this process have; the guards of every site share it. */
  readonly objects: ObjectClaims;
  /** The writes of operations whose engine was killed. */
  readonly interruptedWrites: InterruptedWrites;
}
