// @vitest-environment node
import { expect, it } from 'vitest'
import { distanceKm } from './distance'

it('Langfang to Tianjin is about sixty kilometres, either way, and nowhere is nothing', () => {
  const langfang = { lon: 116.7, lat: 39.5232 }
  const tianjin = { lon: 117.2, lat: 39.1333 }
  expect(distanceKm(langfang, tianjin)).toBeCloseTo(61.0, 0)
  expect(distanceKm(tianjin, langfang)).toBeCloseTo(distanceKm(langfang, tianjin), 9)
  expect(distanceKm(langfang, langfang)).toBe(0)
})
