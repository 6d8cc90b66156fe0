// SPDX-License-Identifier: Apache-2.0
import type { Login, LoginMethod } from "./login";

/** A login is renewed this long before its end, or after nine tenths of its life, whichever is later. */
const marginMs = 60_000;
/** Pause after a renewal that failed while the old login still holds. */
const pauseMs = 5_000;

/** The one login of a site. However many ask at once, one request is made. */
export class LoginKeeper {
  #login: Login | undefined;
  #renewAt = Number.POSITIVE_INFINITY;
  #endsAt = Number.POSITIVE_INFINITY;
  #pending: Promise<Login> | undefined;

  constructor(
    readonly method: LoginMethod,
    /** A clock in milliseconds that never goes back, so that a wrong time of day here or at the site does no harm. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The current login, made or renewed where needed. */
  current(): Promise<Login> {
    if (this.#pending !== undefined) return this.#pending;
    if (this.#login !== undefined && (this.now() < this.#renewAt || !this.method.renewable)) return Promise.resolve(this.#login);
    return this.#renew();
  }

  /** A login that is not `refused`, the one that the site has just answered with 401. */
  async after(refused: Login): Promise<Login> {
    const current = await this.current();
    if (current !== refused) return current;
    if (this.#login === refused) this.#login = undefined;
    return this.current();
  }

  #renew(): Promise<Login> {
    this.#pending = this.method
      .logIn()
      .then(
        (login) => this.#keep(login),
        (error) => this.#holdOn(error),
      )
      .finally(() => {
        this.#pending = undefined;
      });
    return this.#pending;
  }

  #keep(login: Login): Login {
    const { lifetimeMs = Number.POSITIVE_INFINITY } = login;
    this.#login = login;
    this.#endsAt = this.now() + lifetimeMs;
    this.#renewAt = this.#endsAt - (lifetimeMs === Number.POSITIVE_INFINITY ? 0 : Math.min(marginMs, lifetimeMs * 0.1));
    return login;
  }

  #holdOn(error: unknown): Login {
    if (this.#login === undefined || this.now() >= this.#endsAt) throw error;
    this.#renewAt = this.now() + pauseMs;
    return this.#login;
  }
}
