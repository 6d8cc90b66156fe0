// SPDX-License-Identifier: Apache-2.0
import type { Result, ResultStep } from "../stack/stack";
import { isProviderType, nameOf, shortType } from "../wire/urn";
import { changedKeys, equal, show } from "../wire/values";
import type { Operation, Outcome } from "./deployment";
import type { DeploymentEvents, Severity } from "./deploymentContext";
import type { Op, Step } from "./steps";

type Mutable = { -readonly [Key in keyof ResultStep]: ResultStep[Key] };

const signs: Partial<Record<Op, string>> = {
  create: "+ ",
  update: "~ ",
  delete: "- ",
  replace: "+-",
  "create-replacement": "++",
  "delete-replaced": "--",
  read: "> ",
};

/** Listens to a deployment: keeps its steps, and writes the lines that a user would see. */
export class Recorder implements DeploymentEvents {
  readonly #steps = new Map<Step, Mutable>();
  readonly #summary: Partial<Record<Op, number>> = {};
  readonly #lines: string[] = [];
  readonly #errors: string[] = [];

  constructor(
    private readonly operation: Operation,
    private readonly print: (line: string) => void = () => {},
  ) {}

  stepStarted(step: Step): void {
    if (isProviderType(step.type)) return;
    const { op, urn, type } = step;
    const diffs = changes(step);
    this.#steps.set(step, { op, urn, type, name: nameOf(urn), ...(diffs.length === 0 ? {} : { diffs }) });
    if (signs[op] !== undefined) this.#say(stepLine(step, diffs));
  }

  stepEnded(step: Step): void {
    const entry = this.#steps.get(step);
    if (entry === undefined) return;
    if (step.op === "refresh") this.#refreshed(step, entry);
    else if (step.logical && (step.op !== "read" || isNews(step))) this.#count(step.op);
  }

  stepFailed(step: Step): void {
    const entry = this.#steps.get(step);
    if (entry !== undefined) entry.failed = true;
  }

  message(severity: Severity, urn: string, text: string): void {
    if (severity === "error") this.#errors.push(text.trimEnd());
    const about = urn === "" ? "" : `${shortType(urn.split("::")[2]?.split("$").at(-1) ?? "")} ${nameOf(urn)}: `;
    this.#say(`${severity === "info" ? "" : `${severity}: `}${about}${text.trimEnd()}`);
  }

  output(text: string): void {
    this.#say(text);
  }

  /** Records how the operation ended, and returns the result. */
  conclude({ ok, outputs }: Outcome): Result {
    const shown = Object.entries(outputs).map(([key, value]) => `    ${key}: ${show(value)}`);
    if (shown.length > 0) this.#say(`Outputs:\n${shown.join("\n")}`);
    this.#say(summaryLine(this.#summary));
    return { ok, steps: [...this.#steps.values()], summary: this.#summary, errors: this.#errors, diagnostics: this.#lines.join("\n") };
  }

  /** A refresh before an update has no separate result. */
  #refreshed(step: Step, entry: Mutable): void {
    if (this.operation !== "refresh") return;
    const { found = "same" } = step;
    entry.found = found;
    const diffs = changes(step);
    if (diffs.length > 0) entry.diffs = diffs;
    this.#count(found);
    if (found !== "same") this.#say(stepLine({ ...step, op: found }, diffs));
  }

  #count(op: Op): void {
    this.#summary[op] = (this.#summary[op] ?? 0) + 1;
  }

  #say(line: string): void {
    this.#lines.push(line);
    this.print(line);
  }
}

/** A look that finds nothing new is not counted. */
const isNews = ({ old, next }: Step): boolean => old !== undefined && next !== undefined && !equal(old.outputs, next.outputs);

/** Inputs that differ, of steps that change something that was there. */
const changes = ({ op, old, next }: Step): string[] =>
  old !== undefined && next !== undefined && ["update", "replace", "create-replacement", "refresh"].includes(op)
    ? changedKeys(old.inputs, next.inputs)
    : [];

const stepLine = ({ op, type, urn }: Pick<Step, "op" | "type" | "urn">, diffs: readonly string[]): string => {
  const diff = diffs.length === 0 ? "" : ` [diff: ${diffs.map((key) => `~${key}`).join(",")}]`;
  return ` ${signs[op] ?? "  "} ${shortType(type)} ${nameOf(urn)} ${op}${diff}`;
};

/** `Resources: 2 create, 1 replace, 3 unchanged`. */
const summaryLine = (summary: Result["summary"]): string => {
  const { same = 0, ...changed } = summary;
  const parts = Object.entries(changed).map(([op, count]) => `${count} ${op}`);
  return `Resources: ${[...parts, `${same} unchanged`].join(", ")}`;
};
