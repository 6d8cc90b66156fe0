// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import type { Op } from "../engine/steps";
import type { Result, ResultStep, StackOperation } from "../stack/stack";
import { isProviderType, nameOf } from "../wire/urn";
import { changedKeys, mapFromWire } from "../wire/values";

interface StateOfEvent {
  readonly inputs?: object;
}

interface Metadata {
  readonly op: Op;
  readonly urn: string;
  readonly type: string;
  readonly old: StateOfEvent | null;
  readonly new: StateOfEvent | null;
}

interface EngineEvent {
  readonly resourcePreEvent?: { metadata: Metadata };
  readonly resOutputsEvent?: { metadata: Metadata };
  readonly resOpFailedEvent?: { metadata: Metadata };
  readonly diagnosticEvent?: { severity: string; message: string };
  readonly summaryEvent?: { resourceChanges: Partial<Record<Op, number>> };
}

type Mutable = { -readonly [Key in keyof ResultStep]: ResultStep[Key] };

/** How the engine marks colours in its messages: `<{%fg 1%}>`. */
const COLOUR = /<\{%[^%]*%\}>/g;

/** Reads what `pulumi --event-log` has written, as the steps of a result. */
export const readEventLog = (file: string, operation: StackOperation): Pick<Result, "steps" | "summary" | "errors"> => {
  const steps: Mutable[] = [];
  const errors: string[] = [];
  let summary: Partial<Record<Op, number>> = {};
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const event = JSON.parse(line) as EngineEvent;
    if (event.summaryEvent !== undefined) summary = event.summaryEvent.resourceChanges;
    if (event.diagnosticEvent?.severity === "error") errors.push(event.diagnosticEvent.message.replaceAll(COLOUR, "").trimEnd());
    const metadata = (event.resourcePreEvent ?? event.resOutputsEvent ?? event.resOpFailedEvent)?.metadata;
    if (metadata === undefined || isProviderType(metadata.type)) continue;
    const { op, urn, type } = metadata;
    if (event.resourcePreEvent !== undefined) {
      steps.push({ op, urn, type, name: nameOf(urn), ...changes(metadata) });
      continue;
    }
    const step = steps.find((each) => each.urn === urn && (each.op === op || (each.op === "refresh" && operation === "refresh")));
    if (step !== undefined && event.resOpFailedEvent !== undefined) step.failed = true;
    if (step?.op === "refresh" && event.resOutputsEvent !== undefined && (op === "same" || op === "update" || op === "delete")) {
      step.found = op;
      Object.assign(step, changes(metadata));
    }
  }
  return { steps, summary, errors };
};

const changes = ({ op, old, new: next }: Metadata): { diffs?: string[] } => {
  if (!["update", "replace", "create-replacement", "refresh"].includes(op)) return {};
  if (old === null || next === null) return {};
  const diffs = changedKeys(mapFromWire(old.inputs), mapFromWire(next.inputs));
  return diffs.length === 0 ? {} : { diffs };
};
