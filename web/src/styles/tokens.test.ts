import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(process.cwd(), 'src/styles/tokens.css'), 'utf8')

function block(after: string): Record<string, string> {
  const start = css.indexOf('{', css.indexOf(after))
  const body = css.slice(start + 1, css.indexOf('}', start))
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]*);/g)].map((match) => [match[1], match[2]]))
}

const BOTH = /^var\(--day, (.+)\) var\(--night, (.+)\)$/
/** The values of the one block as they count by day (1) or by night (2). */
function seen(by: 1 | 2): Record<string, string> {
  return Object.fromEntries(Object.entries(block(':root {')).map(([name, value]) => [name, BOTH.exec(value)?.[by] ?? value]))
}
const light = seen(1)
const dark = seen(2)
const sunlight = { ...light, ...block(":root[data-theme='sunlight']") }

/** WCAG 2 relative luminance. */
function luminance(hex: string): number {
  const part = (at: number): number => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}
function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

describe('tokens', () => {
  it('by the system and by the switch the same two switches are thrown', () => {
    const night = { day: '', night: 'initial' }
    expect(block(":root:not([data-theme='light']")).toEqual(night)
    expect(block(":root[data-theme='dark']")).toEqual(night)
    expect(block(':root {')).toMatchObject({ day: 'initial', night: '' })
  })

  it('what counts is a plain colour, day and night', () => {
    const colours = Object.entries({ ...light, ...dark }).filter(([, value]) => value.includes('--day') || value.includes('--night'))
    expect(colours).toEqual([])
    expect(light.text).not.toBe(dark.text)
  })

  const themes = { light, dark, sunlight }
  const pairs = [['text', 'panel'], ['text', 'page'], ['text-soft', 'panel'], ['text-faint', 'panel'], ['text-faint', 'page'], ['link', 'panel'], ['accent', 'panel'], ['accent', 'accent-soft'], ['text-on-accent', 'accent'], ['danger', 'danger-soft'], ['warn', 'warn-soft'], ['good', 'good-soft'], ['info', 'info-soft'], ['text-soft', 'neutral-soft'], ['nav-text', 'nav'], ['nav-faint', 'nav']] as const
  const cases = Object.entries(themes).flatMap(([theme, tokens]) => pairs.map(([front, back]) => ({ theme, front, back, tokens })))
  it.each(cases)('$theme: $front reads on $back', ({ front, back, tokens }) => {
    expect(contrast(tokens[front] as string, tokens[back] as string)).toBeGreaterThanOrEqual(4.5)
  })
})
