// SPDX-License-Identifier: Apache-2.0
// Maps of a YAML document: duplicate keys, and the maps that merge keys copy.
import { type Document, isNode, isScalar, visit, type YAMLMap } from "yaml";
import { isMerge, type YamlSource } from "./yamlSource";

/** The name of the key at an offset, and the offset of its first occurrence in the same map. */
export function firstDuplicate(document: Document.Parsed, offset: number): { readonly name: string; readonly first: number } | undefined {
  let found: { name: string; first: number } | undefined;
  visit(document, {
    Map: (_, map) => {
      const index = map.items.findIndex(({ key }) => isNode(key) && key.range?.[0] === offset);
      if (index < 0) return undefined;
      const name = String(map.items[index]?.key);
      const first = map.items.slice(0, index).find(({ key }) => String(key) === name)?.key;
      if (isNode(first) && first.range) found = { name, first: first.range[0] };
      return visit.BREAK;
    },
  });
  return found;
}

/** The number of maps that merge keys copy. A merged map counts with those that it merges itself. */
export function mergedMaps(document: Document.Parsed, source: YamlSource): number {
  const copies = new Map<YAMLMap, number>();
  const copiesOf = (map: YAMLMap): number => {
    const known = copies.get(map);
    if (known !== undefined) return known;
    // The parser rejects a map that merges itself.
    copies.set(map, 0);
    const sources = map.items.filter(isMerge).flatMap((pair) => source.sourcesOf(pair));
    const count = sources.reduce((sum, one) => sum + 1 + copiesOf(one), 0);
    copies.set(map, count);
    return count;
  };
  let sum = 0;
  visit(document, {
    Map: (_, map) => {
      sum += copiesOf(map);
    },
  });
  return sum;
}

/** Converts keys that YAML 1.1 reads as dates back to text. No other type of key depends on the time zone of the machine. */
export function keepDateKeys(document: Document.Parsed): void {
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value instanceof Date) key.value = key.source;
    },
  });
}
