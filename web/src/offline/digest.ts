/** The digest of evidence, taken on the device before the file travels anywhere. */

/** SHA-256 in lower-case hexadecimal. Throws outside a secure context, where a browser has no digest. */
export async function sha256Hex(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
