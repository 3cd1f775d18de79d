// Checks, in the reader's own browser, that a published document stands in the record log: no account, no server trust.
//
// README. One ES module without dependencies; it asks nothing of any other site. `verify(proof, file, key)` is pure:
// the text of a `.tlog-proof` (format: docs/log-format.md), the bytes of the document, and the log's Ed25519 key line
// in; a list of checks with words in Chinese and English out. `verifyPage(document)` wires it to a form:
//
//   input#verify-file[type=file][data-key="name+id+base64"][data-proof-url="/public/…"]    output#verify-result
//
// The proof is taken from the text of `script#verify-proof[type="text/plain"]` when the page carries one, else from a
// file chosen in `input#verify-proof-file`, else fetched from `data-proof-url` (same origin).
//
// To work from a saved page without any server, the page carries this file inline in a `script[type=module]` element
// (browsers load no module files from file://; inline ones run) together with `#verify-proof` and `data-key`. The reader
// saves that page as one HTML file and opens it later, on any machine. The key should then be compared with the key
// that the bureau has printed elsewhere: a page can only vouch for a key that the reader trusts. So that it can be
// inlined as it is, this file never spells out a closing script tag.
//
// SHA-256 and Ed25519 are the browser's own (WebCrypto: https, localhost or a saved file). A browser without Ed25519
// says so, and the check is then not complete. SM3 is computed here; an SM2 line is left to `huanzhi verify`.

const PROOF_LIMIT = 256 * 1024;
const FILE_LIMIT = 256 * 1024 * 1024;

/** Checks everything. `checks` holds `{ code, ok, zh, en }` with `ok` true, false, or null for "could not be checked". */
export async function verify(proofText, file, keyLine, subtle = globalThis.crypto?.subtle) {
  const checks = [];
  const add = (code, ok, zh, en) => checks.push({ code, ok, zh, en });
  const done = (more = {}) => ({ ok: verdict(checks), checks, ...more });
  if (!subtle) {
    add('browser', null, '此浏览器或此连接不提供加密功能，请用 https 或保存后的页面打开', 'no WebCrypto here: open the page over https or from a saved file');
    return done();
  }
  let proof;
  let key;
  try {
    [proof, key] = [parseProof(proofText), parseKey(keyLine)];
  } catch (fault) {
    add('format', false, `证明文件或公钥格式不对：${fault.message}`, `malformed proof or key: ${fault.message}`);
    return done();
  }
  const bytes = new Uint8Array(file);
  const { leaf, index, checkpoint } = proof;
  const same = leaf.public !== null
    && toHex(await sha256(bytes, subtle)) === leaf.public.sha256
    && toHex(sm3(bytes)) === leaf.public.sm3;
  add('document', same, ...(same
    ? ['文件与记录中的 SHA-256、SM3 摘要一致', 'the file has the SHA-256 and SM3 digests of the record']
    : ['文件与记录中的摘要不一致：不是当时公开的文件', 'the file is not the one that was recorded']));
  const root = await rootOfPath(index, checkpoint.size, await leafHash(proof.leafBytes, subtle), proof.path, subtle);
  const included = root !== null && toHex(root) === toHex(checkpoint.root);
  add('inclusion', included, ...(included
    ? [`该记录是日志 ${checkpoint.size} 条中的第 ${index + 1} 条`, `the record is line ${index + 1} of ${checkpoint.size} of the log`]
    : ['该记录不在所称的日志中', 'the record is not in the log it claims']));
  add('signature', ...await signatureWords(checkpoint, key, subtle));
  return done({ leaf, index, size: checkpoint.size, origin: checkpoint.origin });
}

async function signatureWords(checkpoint, key, subtle) {
  const signed = await verifySignature(checkpoint, key, subtle);
  if (signed === null) return [null, '此浏览器不支持 Ed25519，检查点签名未核验', 'signature not checked by this browser (no Ed25519)'];
  return signed
    ? [true, `检查点由 ${key.name} 的密钥 ${key.id} 签名`, `the checkpoint is signed by ${key.name}, key ${key.id}`]
    : [false, '检查点没有该密钥的有效签名', 'the checkpoint has no valid signature of this key'];
}

/** False when a check failed, null when one could not be made, else true. */
function verdict(checks) {
  if (checks.some((check) => check.ok === false)) return false;
  return checks.some((check) => check.ok === null) ? null : true;
}

// ---- Formats ----------------------------------------------------------------------------------------------------

/** Reads a C2SP tlog-proof whose `extra` line carries the leaf. Throws on anything not in the format. */
export function parseProof(text) {
  if (text.length > PROOF_LIMIT) throw new Error('proof too long');
  const at = text.indexOf('\n\n');
  if (at < 0) throw new Error('no checkpoint');
  const [first, extra, number, ...path] = text.slice(0, at).split('\n');
  if (first !== 'c2sp.org/tlog-proof@v1') throw new Error('first line');
  const leafBytes = fromBase64(after(extra, 'extra '));
  return {
    leafBytes,
    leaf: parseLeaf(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(leafBytes)),
    index: decimal(after(number, 'index ')),
    path: path.map(hashFromBase64),
    checkpoint: parseCheckpoint(text.slice(at + 2)),
  };
}

const DIGESTS = '\\{"sha256":"([0-9a-f]{64})","sm3":"([0-9a-f]{64})"\\}';
const LEAF = new RegExp(
  '^\\{"v":1,"at":(0|-?[1-9][0-9]*),"kind":"(([a-z]+(?:_[a-z]+)*)\\.[a-z]+(?:_[a-z]+)*)",'
  + '"subject":"(\\3/[a-z0-9][a-z0-9._-]{0,63})","rev":([1-9][0-9]*),'
  + `"actor":${DIGESTS},"content":${DIGESTS}(?:,"file":${DIGESTS})?(?:,"public":${DIGESTS})?\\}$`,
);

/** Reads a leaf by its grammar. Throws otherwise. */
export function parseLeaf(text) {
  const found = LEAF.exec(text);
  if (!found) throw new Error('leaf');
  const [, at, kind, , subject, revision, ...digests] = found;
  if (kind.length > 64 || Number(revision) > 0xffffffff) throw new Error('leaf');
  const pair = (n) => (digests[n] === undefined ? null : { sha256: digests[n], sm3: digests[n + 1] });
  return { at: Number(at), kind, subject, revision: Number(revision), actor: pair(0), content: pair(2), file: pair(4), public: pair(6) };
}

/** Reads a signed checkpoint; `text` is the part that is signed. Throws otherwise. */
export function parseCheckpoint(note) {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw new Error('checkpoint');
  const text = note.slice(0, split + 1);
  const lines = text.slice(0, -1).split('\n');
  if (lines.length !== 3 || lines[0] === '') throw new Error('checkpoint');
  const signatures = note.slice(split + 2, -1).split('\n').map((line) => {
    const [, name, signed] = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? [];
    if (!signed) throw new Error('signature line');
    const bytes = fromBase64(signed);
    return { name, id: toHex(bytes.slice(0, 4)), bytes: bytes.slice(4) };
  });
  return { text, origin: lines[0], size: decimal(lines[1]), root: hashFromBase64(lines[2]), signatures };
}

/** Reads an Ed25519 key line `name+id+base64(0x01 ‖ key)`. Throws otherwise. */
export function parseKey(line) {
  const [, name, id, typed] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line.trim()) ?? [];
  const bytes = fromBase64(typed ?? '');
  if (bytes.length !== 33 || bytes[0] !== 1) throw new Error('key');
  return { name, id, typed: bytes };
}

function after(line, prefix) {
  if (!line?.startsWith(prefix)) throw new Error(prefix.trim());
  return line.slice(prefix.length);
}

function decimal(text) {
  const number = Number(text);
  if (!/^(0|[1-9][0-9]*)$/.test(text) || !Number.isSafeInteger(number)) throw new Error('number');
  return number;
}

function fromBase64(text) {
  const binary = atob(text);
  // atob forgives missing padding, spaces and stray bits; the format does not.
  if (btoa(binary) !== text) throw new Error('base64');
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

function hashFromBase64(text) {
  const hash = fromBase64(text);
  if (hash.length !== 32) throw new Error('hash');
  return hash;
}

const toHex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

function join(...parts) {
  const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// ---- Mathematics ------------------------------------------------------------------------------------------------

const sha256 = async (bytes, subtle) => new Uint8Array(await subtle.digest('SHA-256', bytes));
const leafHash = (leaf, subtle) => sha256(join([0], leaf), subtle);
const nodeHash = (left, right, subtle) => sha256(join([1], left, right), subtle);

/** The root an inclusion path leads to (RFC 9162 §2.1.3.2); null when the path has the wrong length. */
export async function rootOfPath(index, size, leaf, path, subtle = globalThis.crypto.subtle) {
  if (index >= size) return null;
  const half = (n) => Math.floor(n / 2);
  let [number, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return null;
    if (number % 2 === 1 || number === last) {
      hash = await nodeHash(sibling, hash, subtle);
      while (number % 2 === 0 && number !== 0) [number, last] = [half(number), half(last)];
    } else {
      hash = await nodeHash(hash, sibling, subtle);
    }
    [number, last] = [half(number), half(last)];
  }
  return last === 0 ? hash : null;
}

/** True, false, or null when this browser has no Ed25519. The key's name must be the log's, and its id its own. */
export async function verifySignature(checkpoint, key, subtle = globalThis.crypto.subtle) {
  const encode = (text) => new TextEncoder().encode(text);
  const id = toHex((await sha256(join(encode(`${key.name}\n`), key.typed), subtle)).slice(0, 4));
  const own = checkpoint.signatures.filter((s) => s.name === key.name && s.id === key.id);
  if (id !== key.id || checkpoint.origin !== key.name || own.length === 0) return false;
  try {
    const imported = await subtle.importKey('raw', key.typed.slice(1), 'Ed25519', false, ['verify']);
    for (const { bytes } of own) {
      if (!await subtle.verify('Ed25519', imported, bytes, encode(checkpoint.text))) return false;
    }
    return true;
  } catch (fault) {
    return fault.name === 'NotSupportedError' ? null : false;
  }
}

/** SM3 (GB/T 32905-2016) of a Uint8Array. */
export function sm3(bytes) {
  const length = bytes.length;
  const padded = new Uint8Array(Math.ceil((length + 9) / 64) * 64);
  padded.set(bytes);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 0x20000000));
  view.setUint32(padded.length - 4, (length << 3) >>> 0);
  const state = new Uint32Array([
    0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
  ]);
  const words = new Uint32Array(68);
  for (let block = 0; block < padded.length; block += 64) sm3Block(state, words, view, block);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setUint32(i * 4, word));
  return new Uint8Array(digest.buffer);
}

const turn = (x, n) => (x << (n % 32)) | (x >>> ((32 - n) % 32));

function sm3Block(state, w, view, block) {
  for (let j = 0; j < 16; j += 1) w[j] = view.getUint32(block + j * 4);
  for (let j = 16; j < 68; j += 1) {
    const x = w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15);
    w[j] = x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[j - 13], 7) ^ w[j - 6];
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let j = 0; j < 64; j += 1) {
    const early = j < 16;
    const s1 = turn((turn(a, 12) + e + turn(early ? 0x79cc4519 : 0x7a879d8a, j % 32)) | 0, 7);
    const s2 = s1 ^ turn(a, 12);
    const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = early ? e ^ f ^ g : (e & f) | (~e & g);
    const t1 = (ff + d + s2 + (w[j] ^ w[j + 4])) | 0;
    const t2 = (gg + h + s1 + w[j]) | 0;
    [d, c, b, a] = [c, turn(b, 9), a, t1];
    [h, g, f, e] = [g, turn(f, 19), e, t2 ^ turn(t2, 9) ^ turn(t2, 17)];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] ^= word; });
}

// ---- Page -------------------------------------------------------------------------------------------------------

/** Wires the form: choosing a file checks it and writes one line a check into `#verify-result`. */
export function verifyPage(page) {
  const input = page.querySelector('#verify-file');
  const output = page.querySelector('#verify-result');
  const chinese = !page.documentElement.lang.startsWith('en');
  const show = (checks) => output.replaceChildren(...checks.map(({ ok, zh, en }) => {
    const line = page.createElement('p');
    line.className = ok === true ? 'verify-ok' : ok === false ? 'verify-bad' : 'verify-unknown';
    line.textContent = `${ok === true ? '✓' : ok === false ? '✗' : '?'} ${chinese ? zh : en}`;
    return line;
  }));
  const run = async () => {
    const [file] = input.files;
    if (!file) return;
    if (file.size > FILE_LIMIT) {
      show([{ ok: null, zh: '文件超过 256 MB', en: 'the file is larger than 256 MB' }]);
      return;
    }
    try {
      const proof = await proofOf(page, input);
      const { checks } = await verify(proof, await file.arrayBuffer(), input.dataset.key ?? '');
      show(checks);
    } catch (fault) {
      show([{ ok: null, zh: `取不到证明文件：${fault.message}`, en: `no proof: ${fault.message}` }]);
    }
  };
  input.addEventListener('change', run);
  page.querySelector('#verify-proof-file')?.addEventListener('change', run);
  return run;
}

async function proofOf(page, input) {
  const inline = page.querySelector('#verify-proof');
  // Templates put white space of their own around it; the format begins with text and ends with one newline.
  if (inline) return `${inline.textContent.trim()}\n`;
  const [chosen] = page.querySelector('#verify-proof-file')?.files ?? [];
  if (chosen) return chosen.text();
  const answer = await fetch(input.dataset.proofUrl, { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.text();
}

if (typeof document !== 'undefined' && document.querySelector('#verify-file')) verifyPage(document);
