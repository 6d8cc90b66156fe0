// SPDX-License-Identifier: Apache-2.0
// Property values as the engine sends them: pulumi@v3.274.1 sdk/go/common/resource/sig/sig.go names all signatures and texts below.
import { ListValue, NullValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import type { Props } from "../kinds/definition";
import { ENGINE_TEXT, UNKNOWN } from "../kinds/unknown";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** The engine has one text for the unknown values of each type. */
const UNKNOWN_TEXTS: ReadonlySet<string> = new Set([
  ENGINE_TEXT,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Properties in plain form, and which of them are secret. */
export interface Decoded {
  readonly props: Props;
  /** Names of the properties that are secret or contain a secret. */
  readonly secrets: ReadonlySet<string>;
}

/** Reads properties. Unknown values become {@link UNKNOWN}; secrets and output values lose their wrapping. */
export function decode(struct: Struct | undefined): Decoded {
  const secrets = new Set<string>();
  const entries = fieldsOf(struct).map(([name, value]) => [name, plain(value, () => void secrets.add(name))]);
  return { props: Object.fromEntries(entries), secrets };
}

/** Writes properties. A property whose name is among `secrets` becomes a secret as a whole. A property without a value is left out. */
export function encode(props: Props, secrets: ReadonlySet<string> = new Set()): Struct {
  const struct = new Struct();
  for (const [name, value] of Object.entries(props))
    if (value !== undefined) struct.getFieldsMap().set(name, secrets.has(name) ? secretOf(wired(value)) : wired(value));
  return struct;
}

function fieldsOf(struct: Struct | undefined): Array<[string, Value]> {
  const fields: Array<[string, Value]> = [];
  // `getEntryList` gives the raw arrays of the message.
  struct?.getFieldsMap().forEach((value, name) => void fields.push([name, value]));
  return fields;
}

function plain(value: Value, onSecret: () => void): unknown {
  switch (value.getKindCase()) {
    case Value.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case Value.KindCase.STRING_VALUE:
      return UNKNOWN_TEXTS.has(value.getStringValue()) ? UNKNOWN : value.getStringValue();
    case Value.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case Value.KindCase.LIST_VALUE:
      return (value.getListValue()?.getValuesList() ?? []).map((item) => plain(item, onSecret));
    case Value.KindCase.STRUCT_VALUE:
      return plainObject(value.getStructValue(), onSecret);
    default:
      return null;
  }
}

function plainObject(struct: Struct | undefined, onSecret: () => void): unknown {
  const fields = new Map(fieldsOf(struct));
  const signature = fields.get(SIGNATURE)?.getStringValue();
  if (signature !== SECRET && signature !== OUTPUT)
    return Object.fromEntries([...fields].map(([name, value]) => [name, plain(value, onSecret)]));
  if (signature === SECRET || fields.get("secret")?.getBoolValue()) onSecret();
  const inner = fields.get("value");
  if (inner !== undefined) return plain(inner, onSecret);
  return signature === SECRET ? null : UNKNOWN;
}

function wired(value: unknown): Value {
  if (value === UNKNOWN) return new Value().setStringValue(ENGINE_TEXT);
  if (typeof value === "string") return new Value().setStringValue(value);
  if (typeof value === "number") return new Value().setNumberValue(value);
  if (typeof value === "boolean") return new Value().setBoolValue(value);
  if (Array.isArray(value))
    return new Value().setListValue(new ListValue().setValuesList(value.filter((item) => item !== undefined).map(wired)));
  if (typeof value === "object" && value !== null) return new Value().setStructValue(encode({ ...value }));
  return new Value().setNullValue(NullValue.NULL_VALUE);
}

const secretOf = (value: Value): Value => {
  const struct = new Struct();
  struct.getFieldsMap().set(SIGNATURE, new Value().setStringValue(SECRET)).set("value", value);
  return new Value().setStructValue(struct);
};
