// Runs the browser check against the sample that the Rust tests of `verifier` keep current:
// node --test crates/api/static/verify.test.mjs
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parseKey, parseProof, sm3, verify, verifyPage } from './verify.js';

const sample = (name) => readFile(new URL(`../../verifier/tests/data/${name}`, import.meta.url));
const proof = (await sample('notice.tlog-proof')).toString();
const pdf = await sample('notice.pdf');
const [key, sm2Key] = (await sample('trusted-keys.txt')).toString().trim().split('\n');
const results = async (...args) => {
  const { ok, checks } = await verify(...args);
  return { ok, ...Object.fromEntries(checks.map((check) => [check.code, check.ok])) };
};
const hex = (bytes) => Buffer.from(bytes).toString('hex');

test('the honest document passes every check', async () => {
  assert.deepEqual(await results(proof, pdf, key), { ok: true, document: true, inclusion: true, signature: true });
  const { leaf, size, origin } = await verify(proof, pdf, key);
  assert.equal(leaf.kind, 'notice.published');
  assert.deepEqual([size, origin], [600, 'hbj.langfang.example/log']);
});

test('a document with one byte changed is told apart', async () => {
  for (let at = 0; at < pdf.length; at += 17) {
    const changed = Uint8Array.from(pdf);
    changed[at] ^= 1;
    const { ok, document, inclusion } = await results(proof, changed, key);
    assert.deepEqual([ok, document, inclusion], [false, false, true]);
  }
});

test('no single character of the proof can be changed, except in lines of keys one does not know', async () => {
  const checked = proof.lastIndexOf('— ');
  for (let at = 0; at < checked; at += 1) {
    const changed = proof.slice(0, at) + String.fromCharCode(proof.charCodeAt(at) ^ 1) + proof.slice(at + 1);
    assert.equal((await verify(changed, pdf, key)).ok, false, `character ${at}`);
    const shorter = proof.slice(0, at) + proof.slice(at + 1);
    assert.equal((await verify(shorter, pdf, key)).ok, false, `without character ${at}`);
  }
});

test('base64 has one spelling only', () => {
  // A space within, which atob skips, and a missing padding, which some readers forgive.
  assert.throws(() => parseProof(proof.replace(/(.)=\n/, ' $1=\n')), /base64/);
  assert.throws(() => parseProof(proof.replace(/=\n/, '\n')));
});

test('the leaf is read by its grammar, not as any JSON', async () => {
  const [, line] = proof.split('\n');
  const text = Buffer.from(line.slice(6), 'base64').toString();
  for (const [from, to] of [['"v":1', '"v":2'], ['"rev":1', '"rev":01'], ['notice/', 'case/'], ['}}', '}} '], ['}}', '},"x":1}']]) {
    assert.ok(text.includes(from));
    const changed = proof.replace(line, `extra ${Buffer.from(text.replace(from, to)).toString('base64')}`);
    assert.throws(() => parseProof(changed), /leaf/, to);
  }
});

test('another key does not vouch', async () => {
  const { name, id } = parseKey(key);
  const stranger = Buffer.concat([Buffer.from([1]), Buffer.alloc(32, 7)]).toString('base64');
  assert.equal((await results(proof, pdf, `${name}+${id}+${stranger}`)).signature, false);
  assert.equal((await results(proof, pdf, key.replace('langfang', 'baoding'))).signature, false);
  assert.equal((await results(proof, pdf, sm2Key)).ok, false);
  assert.equal((await results(proof, pdf, '')).format, false);
});

test('a browser without Ed25519 or without WebCrypto says so and claims nothing', async () => {
  const { subtle } = globalThis.crypto;
  const old = {
    digest: (...args) => subtle.digest(...args),
    importKey: async () => { throw new DOMException('Unrecognized name', 'NotSupportedError'); },
  };
  assert.deepEqual(await results(proof, pdf, key, old), { ok: null, document: true, inclusion: true, signature: null });
  assert.deepEqual(await results(proof, pdf, key, null), { ok: null, browser: null });
});

/** GB/T 32905-2016 appendix A; and the lengths around a block, against the digest that Node's OpenSSL computes. */
test('SM3 is the SM3 of the standard', async () => {
  const abc = new TextEncoder().encode('abc');
  assert.equal(hex(sm3(abc)), '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  assert.equal(
    hex(sm3(new TextEncoder().encode('abcd'.repeat(16)))),
    'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
  );
  const { createHash, getHashes } = await import('node:crypto');
  if (!getHashes().includes('sm3')) return;
  for (let length = 0; length < 200; length += 1) {
    const bytes = Buffer.alloc(length, length);
    assert.equal(hex(sm3(bytes)), createHash('sm3').update(bytes).digest('hex'), `${length} bytes`);
  }
});

/** Just the elements that the page has, so that the wiring runs without a browser. */
function pageWith(file, inlineProof, lang) {
  const elements = {
    '#verify-file': { files: [file], dataset: { key }, addEventListener() {} },
    '#verify-result': { lines: [], replaceChildren(...lines) { this.lines = lines; } },
    '#verify-proof': { textContent: inlineProof },
  };
  return { documentElement: { lang }, createElement: () => ({}), querySelector: (id) => elements[id] ?? null };
}

test('a saved page checks with the proof it carries and no request', async (t) => {
  t.mock.method(globalThis, 'fetch', () => assert.fail('a request was made'));
  for (const [file, lang, classes] of [
    [new Blob([pdf]), 'zh-CN', ['verify-ok', 'verify-ok', 'verify-ok']],
    [new Blob([pdf, ' ']), 'en', ['verify-bad', 'verify-ok', 'verify-ok']],
  ]) {
    const page = pageWith(file, `\n${proof}\n  `, lang);
    await verifyPage(page)();
    const { lines } = page.querySelector('#verify-result');
    assert.deepEqual(lines.map((line) => line.className), classes);
    assert.equal(/[一-鿿]/.test(lines[0].textContent), lang === 'zh-CN');
  }
});

test('the module loads nothing and can be inlined into a page', async () => {
  const source = await readFile(new URL('./verify.js', import.meta.url), 'utf8');
  const code = source.split('\n').filter((line) => !line.startsWith('//')).join('\n');
  assert.ok(!/<\/script|<!--/i.test(source));
  assert.ok(!/\bimport\b|https?:\/\//.test(code) && code.match(/fetch\(/g).length === 1);
});
