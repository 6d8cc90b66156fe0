// SPDX-License-Identifier: Apache-2.0

/** OpenSSL's and Node's codes for a certificate that was not accepted, and what to do about each. `{host}` is the host of the request. */
const explained: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by a CA that is not known here: set `cacert` to the CA's certificate",
  UNABLE_TO_GET_ISSUER_CERT: "its certificate is signed by a CA that is not known here: set `cacert` to the CA's certificate",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is signed by a CA that is not known here: set `cacert` to the CA's certificate",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by a CA that is not known here: set `cacert` to the CA's certificate",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself: set `cacert` to that certificate",
  CERT_HAS_EXPIRED: "its certificate has expired: renew it, or set this machine's clock",
  CERT_NOT_YET_VALID: "its certificate is not valid yet: set this machine's clock",
  CERT_REVOKED: "its certificate was revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host than {host}: use the name that the certificate has",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: "it asks for a client certificate: set `cert` and `key`",
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: "it broke off the TLS handshake; it may ask for a client certificate (`cert` and `key`)",
  "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE": "it broke off the TLS handshake; it may ask for a client certificate (`cert` and `key`)",
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: "it does not know the CA of our client certificate (`cert`)",
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: "it does not accept our client certificate (`cert`)",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: "our client certificate (`cert`) has expired",
  ERR_SSL_WRONG_VERSION_NUMBER: "the server on that port does not use TLS. Did you mean http://?",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "the server on that port does not use TLS. Did you mean http://?",
};

/** True where trying again cannot help: the two ends do not accept each other. */
export function isTlsFailure(code: string, connected: boolean): boolean {
  if (code in explained) return true;
  return !connected && (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_") || code.startsWith("CERT_"));
}

export function explainTlsFailure(code: string, host: string): string {
  return (explained[code] ?? `the TLS handshake failed (${code})`).replace("{host}", host);
}
