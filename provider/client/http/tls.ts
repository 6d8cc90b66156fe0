// SPDX-License-Identifier: Apache-2.0
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { expandPath } from "../config/cloudFiles";
import type { SiteConfig } from "../config/siteConfig";
import { SiteError } from "../errors";
import type { Settings } from "../settings";
import type { TlsOptions } from "./agents";

/** Reads what the site's TLS needs. Each of cacert, cert and key is a path or the PEM text itself. @throws SiteError */
export function tlsOptions(config: SiteConfig, { env, home }: Settings): TlsOptions {
  const fail = (message: string) => new SiteError(config.name, `site ${config.name} (${config.source}): ${message}`);
  const pem = (key: "cacert" | "cert" | "key", value: string | undefined): string | undefined => {
    if (value === undefined) return undefined;
    const text = value.includes("-----BEGIN") ? value : readPem(key, expandPath(value, env, home), fail);
    if (key !== "key" && !isCertificate(text)) throw fail(`${key} holds no certificate in PEM form`);
    return text;
  };
  const ca = config.verify ? pem("cacert", config.cacert ?? (env.REQUESTS_CA_BUNDLE || env.CURL_CA_BUNDLE)) : undefined;
  const cert = pem("cert", config.cert);
  // A certificate file may hold its key too, as requests takes it.
  const key = pem("key", config.key?.reveal()) ?? cert;
  if (cert !== undefined && !belong(cert, key)) throw fail("key is not the key of cert, or not in PEM form");
  return {
    verify: config.verify,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function belong(cert: string, key: string | undefined): boolean {
  try {
    return createSecureContext({ cert, ...(key === undefined ? {} : { key }) }) !== undefined;
  } catch {
    return false;
  }
}

function readPem(key: string, path: string, fail: (message: string) => SiteError): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    // A key that was meant as text but lost its first line would be printed here as a path.
    throw fail(`${key}${key === "key" ? "" : ` ${path}`} cannot be read (${code})`);
  }
}
