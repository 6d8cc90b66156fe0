// SPDX-License-Identifier: Apache-2.0

/** The time limit of one request, which can become shorter while the request is under way. */
export class TimeLimit {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout;
  #endsAt: number;
  #text: string;

  constructor(ms: number) {
    this.#endsAt = performance.now() + ms;
    this.#text = `${ms / 1000} s`;
    this.#timer = setTimeout(() => this.#controller.abort(), ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The limit that has passed, for messages; `undefined` if the request has not reached it. */
  get passed(): string | undefined {
    return this.signal.aborted ? this.#text : undefined;
  }

  /** Leaves the request at most this many milliseconds from now on. */
  shorten(ms: number): void {
    if (performance.now() + ms >= this.#endsAt) return;
    clearTimeout(this.#timer);
    this.#endsAt = performance.now() + ms;
    this.#text = `${ms / 1000} s after the interruption`;
    this.#timer = setTimeout(() => this.#controller.abort(), ms);
  }

  lift(): void {
    clearTimeout(this.#timer);
  }
}
