// The words of a PDF of ours, read by its own tables of characters: whether a name stands in it. Not for PDFs of others.
import { inflateSync } from 'node:zlib'

type Objects = Map<string, { head: string; stream: Buffer | null }>

/** All text in the order in which it is drawn, without spaces and line ends. */
export function wordsOf(pdf: Buffer): string {
  const objects = objectsOf(pdf)
  const pages = [...objects.values()].filter(({ head }) => /\/Type\/Page\b(?!s)/.test(head))
  const words = pages.map(({ head }) => {
    const [, resources] = /\/Resources (\d+) 0 R/.exec(head) ?? []
    const [, contents] = /\/Contents (\d+) 0 R/.exec(head) ?? []
    const drawn = objects.get(contents ?? '')?.stream
    if (!drawn) throw new Error('a page without contents')
    return drawnText(drawn.toString('latin1'), fontsOf(objects, objects.get(resources ?? '')?.head ?? ''))
  })
  return words.join('').replaceAll(/\s/g, '')
}

function objectsOf(pdf: Buffer): Objects {
  const text = pdf.toString('latin1')
  const objects: Objects = new Map()
  for (const found of text.matchAll(/\n(\d+) 0 obj\s*([\s\S]*?)\s*(endobj|stream\r?\n)/g)) {
    const [whole, number = '', head = '', end] = found
    const [, length] = /\/Length (\d+)/.exec(head) ?? []
    const at = found.index + whole.length
    const raw = end === 'endobj' ? null : pdf.subarray(at, at + Number(length))
    objects.set(number, { head, stream: raw && head.includes('/FlateDecode') ? inflateSync(raw) : raw })
  }
  return objects
}

/** Of each font that a page names: its characters by their two-byte code. */
function fontsOf(objects: Objects, resources: string): Map<string, Map<number, string>> {
  const [, named = ''] = /\/Font<<([^>]*)>>/.exec(resources) ?? []
  const fonts = [...named.matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, name = '', number = '']) => {
    const [, table = ''] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number)?.head ?? '') ?? []
    return [name, charactersOf(objects.get(table)?.stream?.toString('latin1') ?? '')] as const
  })
  return new Map(fonts)
}

function charactersOf(table: string): Map<number, string> {
  const parts = [...table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)].map(([, part = '']) => part)
  const pairs = parts.flatMap((part) => [...part.matchAll(/<([0-9A-F]{4})>\s*<([0-9A-F]+)>/gi)])
  return new Map(pairs.map(([, code = '', text = '']) => [Number.parseInt(code, 16), Buffer.from(text, 'hex').swap16().toString('utf16le')]))
}

function drawnText(drawn: string, fonts: Map<string, Map<number, string>>): string {
  let font = new Map<number, string>()
  let text = ''
  const tokens = /\/(\w+) [\d.]+ Tf|<([0-9A-Fa-f\s]+)>|\(/g
  for (let found = tokens.exec(drawn); found !== null; found = tokens.exec(drawn)) {
    const [, name, hex] = found
    if (name !== undefined) { font = fonts.get(name) ?? new Map(); continue }
    const [bytes, end] = hex === undefined ? literal(drawn, tokens.lastIndex) : [Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'), tokens.lastIndex]
    tokens.lastIndex = end
    for (let at = 0; at + 1 < bytes.length; at += 2) text += font.get(bytes.readUInt16BE(at)) ?? ''
  }
  return text
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** The bytes of a string in brackets that begins at `start`, and where it ends. Brackets in pairs belong to it. */
function literal(drawn: string, start: number): [Buffer, number] {
  let [text, depth, at] = ['', 1, start]
  while (at < drawn.length) {
    const sign = drawn.charAt(at)
    at += 1
    if (sign === '\\') {
      const [escaped = '', octal] = /^(?:([0-7]{1,3})|\r\n|[\s\S])/.exec(drawn.slice(at, at + 3)) ?? []
      at += escaped.length
      text += octal === undefined ? (/^[\r\n]/.test(escaped) ? '' : (ESCAPES[escaped] ?? escaped)) : String.fromCharCode(Number.parseInt(octal, 8))
      continue
    }
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0
    if (depth === 0) break
    text += sign
  }
  return [Buffer.from(text, 'latin1'), at]
}
