// SPDX-License-Identifier: Apache-2.0
import { SiteError } from "../errors";
import { Secret } from "../secret";
import type { Entry } from "./entry";
import type { Scoped } from "./siteConfig";

/** Reads one site's entry, value by value, with errors that name the key and where it is from, never its value. */
export class Fields {
  constructor(
    readonly site: string,
    readonly source: string,
    readonly entry: Entry,
  ) {}

  fail(message: string): SiteError {
    return new SiteError(this.site, `site ${this.site} (${this.source}): ${message}`);
  }

  has(key: string): boolean {
    return this.entry.get(key) !== undefined;
  }

  text(key: string): string | undefined {
    const value = this.entry.get(key);
    if (value === undefined) return undefined;
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    throw this.fail(`${shown(key)} has to be text`);
  }

  required(key: string, why: string): string {
    const value = this.text(key);
    if (value === undefined) throw this.fail(`${shown(key)} is missing: ${why}`);
    return value;
  }

  secret(key: string): Secret | undefined {
    const value = this.text(key);
    return value === undefined ? undefined : new Secret(value);
  }

  requiredSecret(key: string, why: string): Secret {
    return new Secret(this.required(key, why));
  }

  /** openstacksdk's get_boolean takes `true` in any case; YAML 1.1's other words are understood too. */
  flag(key: string): boolean | undefined {
    const value = this.text(key)?.toLowerCase();
    if (value === undefined) return undefined;
    if (["true", "yes", "on", "1"].includes(value)) return true;
    if (["false", "no", "off", "0"].includes(value)) return false;
    throw this.fail(`${shown(key)} has to be true or false`);
  }

  list(key: string): string[] | undefined {
    const value = this.entry.get(key);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    return this.text(key)
      ?.split(",")
      .map((item) => item.trim())
      .filter((item) => item !== "");
  }

  wholeNumber(key: string, least: number, most: number): number | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw this.fail(`${shown(key)} has to be a whole number from ${least} to ${most}`);
    return value;
  }

  /** An http or https URL, without a trailing slash. User and password in it are refused: they would show in every message. */
  url(key: string): string | undefined {
    const text = this.text(key)?.replace(/\{(\w+)\}/g, (whole, name: string) => this.text(name) ?? whole);
    if (text === undefined) return undefined;
    let url: URL;
    try {
      url = new URL(text);
    } catch {
      throw this.fail(`${shown(key)} is not a URL: it should look like https://host:port/path`);
    }
    if (url.protocol !== "http:" && url.protocol !== "https:") throw this.fail(`${shown(key)} has to begin with http:// or https://`);
    if (url.username !== "" || url.password !== "") throw this.fail(`${shown(key)} must not hold a user or password`);
    return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
  }

  /** A user, project or domain by id or name; `undefined` where the entry has neither. */
  scoped(id: string, name: string, domain: "user_domain" | "project_domain"): Scoped | undefined {
    const theId = this.text(`auth.${id}`);
    const theName = this.text(`auth.${name}`);
    if (theId !== undefined) return { id: theId };
    if (theName === undefined) return undefined;
    const domainId = this.text(`auth.${domain}_id`) ?? this.text("auth.domain_id") ?? this.text("auth.default_domain_id");
    const domainName = this.text(`auth.${domain}_name`) ?? this.text("auth.domain_name") ?? this.text("auth.default_domain_name");
    if (domainId !== undefined) return { name: theName, domainId };
    if (domainName !== undefined) return { name: theName, domainName };
    throw this.fail(`${domain}_name or ${domain}_id is missing: Keystone finds ${shown(name)} only within a domain, often "Default"`);
  }
}

function shown(key: string): string {
  return key.replace(/^auth\./, "");
}
