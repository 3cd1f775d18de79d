import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = join(process.cwd(), 'src')

function flat(file: string): Map<string, string> {
  const keys = new Map<string, string>()
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') keys.set(path, value)
    else for (const [name, inner] of Object.entries(value as object)) walk(inner, path === '' ? name : `${path}.${name}`)
  }
  walk(JSON.parse(readFileSync(join(SRC, 'i18n', file), 'utf8')), '')
  return keys
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.(vue|ts)$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [readFileSync(path, 'utf8')] : []
  })
}

const code = sources(SRC).join('\n')
// t('a.b'), $t("a.b"), keypath="a.b" name a key; t(`a.b.${x}`) names every key below a.b; `key: 'a.b'` tables name keys too.
const named = new Set([...code.matchAll(/['"`]([a-zA-Z_]+(?:\.[\w-]+)+)['"`]/g)].map((match) => match[1] as string))
const called = new Set([...code.matchAll(/(?:\bt|\$t)\(\s*['"]([\w.-]+)['"]/g)].map((match) => match[1] as string))
const below = [...code.matchAll(/`([a-zA-Z_]+(?:\.[\w-]+)*\.)\$\{/g)].map((match) => match[1] as string)

const apps = ['common', 'console', 'field'] as const
const everyKey = new Set(apps.flatMap((app) => [...flat(`${app}.zh.json`).keys()]))

describe('words', () => {
  it.each(apps)('%s has the same keys in both languages', (app) => {
    expect([...flat(`${app}.en.json`).keys()].sort()).toEqual([...flat(`${app}.zh.json`).keys()].sort())
  })

  it.each(apps)('%s names the same placeholders in both languages', (app) => {
    const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string).sort()
    const en = flat(`${app}.en.json`)
    for (const [key, text] of flat(`${app}.zh.json`)) expect(holes(en.get(key) ?? ''), key).toEqual(holes(text))
  })

  it('every key called in the code exists', () => {
    expect([...called].filter((key) => !everyKey.has(key))).toEqual([])
  })

  it.each(apps)('%s has no key that the code never names', (app) => {
    const unused = [...flat(`${app}.zh.json`).keys()].filter(
      (key) => !named.has(key) && !below.some((prefix) => key.startsWith(prefix)),
    )
    expect(unused).toEqual([])
  })
})
