// SPDX-License-Identifier: Apache-2.0
// Faults in what is written once for all resources: check, diff, creation, removal, reading, and the retry table.
import type { Case, Mutant } from "./mutant";

const in_ =
  (file: string) =>
  (title: string): Case => ({ file: `provider/${file}.test`, title });
const creation = in_("createObject");
const removal = in_("removeObject");
const sites = in_("site");
const reader = in_("client/reader");
const retry = in_("client/retry");
const gatewayTable = in_("resources/l2Gateway");
const deviceTable = in_("resources/gatewayDevice");
const deviceLife = in_("life/gatewayDevice");

const CHECK = "provider/lifecycle/check.ts";
const DIFF = "provider/lifecycle/diff.ts";
const CREATE = "provider/lifecycle/createObject.ts";
const REMOVE = "provider/lifecycle/removeObject.ts";
const READER = "provider/client/reader.ts";
const COLLECTION = "provider/client/collection.ts";

export const providerMutants: readonly Mutant[] = [
  {
    file: CHECK,
    find: "definition.rules(draft).filter(({ path }) => !malformed.has(path[0]))",
    replace: "definition.rules(draft)",
    killedBy: deviceTable("refused by check: everything at once"),
  },
  {
    file: CHECK,
    find: "read.name = old.name ?? hint;",
    replace: "read.name = hint ?? old.name;",
    killedBy: deviceTable("a name that the program leaves out is proposed once, and then kept"),
  },
  {
    file: CHECK,
    find: "if (!runtime.live || !changed(",
    replace: "if (!changed(",
    killedBy: sites("validate: offline asks nothing, and any other word is refused"),
  },
  {
    file: CHECK,
    find: "await site.requireAdmin()",
    replace: "undefined",
    killedBy: in_("life/l2Gateway")("a member's token: one clear sentence on the site, and no write"),
  },
  {
    file: CHECK,
    find: ' && (adopt === true || !updates.includes("name"))',
    replace: "",
    killedBy: deviceLife("refused by check, live: what is taken is said with its holder, and nothing is sent"),
  },
  {
    file: CHECK,
    find: "if (isSameEndpoint(before.endpoint, now.endpoint)) return [];",
    replace: "return [];",
    killedBy: sites("the default site is written into the state, and a changed default moves nothing unasked"),
  },
  {
    file: DIFF,
    find: '(next[name] === undefined && input.absent !== "none")',
    replace: "false",
    killedBy: deviceTable("a value that the program omits and the server fills in is not a change"),
  },
  {
    file: DIFF,
    find: " || hasUnknown(next[name])",
    replace: "",
    killedBy: gatewayTable("upstream form: name and interfaces of the same devices are updated, all else replaces"),
  },
  {
    file: DIFF,
    find: " || isDeepStrictEqual(canonical(definition, name, last[name]), next[name])",
    replace: "",
    killedBy: deviceTable("another spelling of a value in the state is not a change"),
  },
  {
    file: CREATE,
    find: "this.isEqual(row) && !this.seenBefore.has(row.id)",
    replace: "this.isEqual(row)",
    killedBy: creation("answer lost, object made, its equal there before: the new one is ours"),
  },
  {
    file: CREATE,
    find: "(props.name === this.wanted.name && this.isOwnName)",
    replace: "props.name === this.wanted.name",
    killedBy: creation("an equal gateway with a name that the program specifies is not adopted"),
  },
  {
    file: CREATE,
    find: "if (difference(this.kind, props, this.wanted).replaces.length > 0) return false;",
    replace: "",
    killedBy: creation("one that has our name but is another thing is left alone"),
  },
  {
    file: CREATE,
    find: "if (rows.length <= 1) return rows[0];",
    replace: "return rows[0];",
    killedBy: creation("adopt: true takes over an equal one, and refuses to choose between two"),
  },
  {
    file: REMOVE,
    find: "if (pause === undefined) throw",
    replace: "throw",
    killedBy: removal("delete: in use is waited for, and then done"),
  },
  {
    file: REMOVE,
    find: '(await place.collection.confirm(rowId)) === undefined ? "deleted" : undefined',
    replace: '"deleted"',
    killedBy: removal("delete: 500 and still there is tried once more, then reported"),
  },
  {
    file: "provider/lifecycle/updateObject.ts",
    find: "difference(kind, place.props(row), wanted).updates.length === 0 ? place.props(row) : undefined",
    replace: "true ? place.props(row) : undefined",
    killedBy: removal("update: 500 after the work was done is done; a 500 that did nothing explains what it most often means"),
  },
  {
    file: "provider/lifecycle/updateObject.ts",
    find: "if (reason !== undefined)",
    replace: "if (false)",
    killedBy: in_("life/l2Gateway")("upstream form: a gateway of several switches is replaced while the site has any connection"),
  },
  {
    file: "provider/client/site.ts",
    find: '{ ...spec, lists: "all" }',
    replace: "spec",
    killedBy: in_("segmentationIdPool")("numbers at the sites are taken, of any project, on gateways and on connections"),
  },
  {
    file: COLLECTION,
    find: "if (!isNeutronError(error, this.spec.notFound)) throw error;\n        return false;",
    replace: "if (!(error instanceof ApiError && error.exchange.status === 404)) throw error;\n        return false;",
    killedBy: removal("delete: a 404 of another type does not count as deleted"),
  },
  {
    file: READER,
    find: "return rows.filter((row) => same(String(row[column]), value));",
    replace: "return rows;",
    killedBy: reader("a filter that the server ignores does not let foreign rows through"),
  },
  {
    file: READER,
    find: "this.source.tenant === undefined || this.source.tenant === tenant;",
    replace: "true;",
    killedBy: reader("a list is cut to our project, and does not answer for others"),
  },
  {
    file: READER,
    find: "this.reads < READS_BEFORE_LIST",
    replace: "this.reads <= READS_BEFORE_LIST",
    killedBy: reader("after eight reads one list serves all others"),
  },
  {
    file: READER,
    find: "    await this.listing?.catch(ignore);\n",
    replace: "",
    killedBy: reader("a fresh list is never one that was already under way"),
  },
  {
    file: "provider/client/retry.ts",
    find: 'timeout: { GET: "retry", POST: "lookThenReport"',
    replace: 'timeout: { GET: "retry", POST: "retry"',
    killedBy: retry("timeout × POST: look, then report"),
  },
  {
    file: "provider/client/retry.ts",
    find: 'lost: { GET: "retry", POST: "lookThenRepeat"',
    replace: 'lost: { GET: "retry", POST: "retry"',
    killedBy: retry("lost × POST: look, then repeat"),
  },
  {
    file: "provider/client/retry.ts",
    find: '  [408, "lost"],\n',
    replace: "",
    killedBy: in_("client/retryStatuses")("408 once: GET, PUT and DELETE are sent again, a POST is reported as in doubt"),
  },
  {
    file: "provider/client/base64.ts",
    find: "return [0, 1, 2].flatMap(",
    replace: "return [0].flatMap(",
    killedBy: in_("client/redactor")("a server that echoes the password of a login in base64 does not have it printed"),
  },
  {
    file: "provider/client/config/cloudFiles.ts",
    find: "    ...(project === undefined ? [] : [project]),\n",
    replace: "",
    killedBy: in_("client/config/configuration")("clouds.yaml and secure.yaml next to Pulumi.yaml are used if the folder of main has none"),
  },
];
