// SPDX-License-Identifier: Apache-2.0
// The host for dynamic resources: it speaks the interface of pulumi/pulumi sdk/nodejs/cmd/dynamic-provider, and holds what has to be known of it.
import type { dynamic } from "@pulumi/pulumi";
import { BorderGatewayError } from "../client/errors";
import type { Props } from "../kinds/definition";
import { fromEngine, toEngine } from "../kinds/unknown";
import { propertyPath } from "../lifecycle/check";
import type { Lifecycle } from "../lifecycle/lifecycle";
import { redacted, redacting } from "../lifecycle/redaction";
import { defectMessage, doesNotExist, PartialFailure } from "../lifecycle/report";
import { hidden, SECRET_INPUTS, withHints } from "../program/hints";

/** The engine's key for the provider's own text, which it adds to every answer by itself. */
const PROVIDER_TEXT = "__provider";
const SECRETS = hidden(SECRET_INPUTS);

/**
 * @param lifecycle opened with the first verb: the SDK hands the provider out before `configure` has ended
 * @param configure keeps the stack configuration; must not fail, as the SDK would go on with a provider that never was configured
 */
export function dynamicProvider(
  lifecycle: () => Promise<Lifecycle>,
  configure: (request: dynamic.ConfigureRequest) => void,
): dynamic.ResourceProvider<Props, Props> {
  return {
    configure: async (request) => configure(request),

    check: (old, given) =>
      withoutStack(async () => {
        const { inputs, failures } = await (await lifecycle()).check(decoded(old), decoded(withHints(given)));
        return {
          inputs: toEngine({ ...inputs, [SECRETS]: given[SECRETS] }),
          failures: failures.map(({ path, reason }) => ({ property: propertyPath(path), reason: redacted(reason) })),
        };
      }, given),

    // `deleteBeforeReplace` always: names, addresses and networks are taken until the old object is gone.
    diff: (id, last, next) =>
      withoutStack(async () => {
        const { changes, replaces } = await (await lifecycle()).diff(id, decoded(last), decoded(next));
        // A state that the plugin has written lacks the provider's text. An update adds it, and sends nothing if nothing else differs.
        return { changes: changes || last[PROVIDER_TEXT] === undefined, replaces, deleteBeforeReplace: true };
      }, next),

    create: (inputs) =>
      withoutStack(async () => {
        const { id, props } = await (await lifecycle()).create(decoded(inputs));
        return { id, outs: toEngine(props) };
      }, inputs),

    read: (id, last = {}) =>
      withoutStack(async () => {
        const { kind, read } = await lifecycle();
        const known = decoded(last);
        const found = await read(id, known);
        if (found === undefined) {
          // What we have made has its endpoint recorded; without it this is a lookup. There the engine would take "gone" for an object
          // without any outputs, and say nothing (seen with pulumi v3.260.0).
          if (known.endpoint === undefined) throw doesNotExist(kind, id, known);
          // An empty id is the engine's sign for "gone".
          return { id: "", props: {} };
        }
        return { id, props: toEngine(found.props), ...(found.inputs === undefined ? {} : { inputs: toEngine(found.inputs) }) };
      }),

    update: (id, last, next) =>
      withoutStack(async () => ({ outs: toEngine(await (await lifecycle()).update(id, decoded(last), decoded(next))) }), next),

    delete: (id, last) => withoutStack(async () => (await lifecycle()).delete(id, decoded(last))),
  };
}

function decoded(props: Props): Props {
  const { [PROVIDER_TEXT]: _, [SECRETS]: __, ...rest } = props;
  return fromEngine(rest) as Props;
}

/** The values of the inputs that the program gave as secrets. */
function secretsIn(inputs: Props): unknown[] {
  const names = inputs[SECRETS];
  return Array.isArray(names) ? names.map((name) => fromEngine(inputs[String(name)])) : [];
}

/**
 * The SDK prints the stack of every error that reaches it: a refusal has none. A defect of ours keeps it, and says what it is.
 * `id`, `properties` and `reasons` make the engine keep the object; the provider's text has to be among the properties, or the object could never be deleted.
 */
function withoutStack<T>(verb: () => Promise<T>, inputs: Props = {}): Promise<T> {
  return redacting(secretsIn(inputs), async () => {
    try {
      return await verb();
    } catch (error) {
      if (error instanceof PartialFailure) {
        const properties = { ...toEngine(error.properties), [PROVIDER_TEXT]: inputs[PROVIDER_TEXT] };
        throw Object.assign(new Error(redacted(error.message)), {
          id: error.id,
          properties,
          reasons: error.reasons.map(redacted),
          stack: "",
        });
      }
      if (error instanceof BorderGatewayError) throw Object.assign(new Error(redacted(error.message)), { stack: "" });
      throw error instanceof Error ? defect(error) : error;
    }
  });
}

const defect = (error: Error): Error =>
  Object.assign(error, {
    message: redacted(defectMessage(error)),
    stack: redacted(error.stack ?? ""),
  });
