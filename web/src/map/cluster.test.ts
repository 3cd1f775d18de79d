import { describe, expect, it } from 'vitest'
import { cluster } from './cluster'
import { counties, extent } from './sketch'

const place = (id: string, x: number, y: number, weight = 0): { id: string; x: number; y: number; weight: number } => ({ id, x, y, weight })

describe('cluster', () => {
  it('joins what is near and leaves what is far', () => {
    const made = cluster([place('a', 0, 0), place('b', 10, 0), place('c', 100, 0)], 30)
    expect(made.map((one) => one.ids)).toEqual([['a', 'b'], ['c']])
  })
  it('centres on the place with most leads, loses nobody, and does not depend on order', () => {
    const places = [place('a', 0, 0), place('b', 5, 0, 3), place('c', 8, 0, 1), place('d', 300, 0)]
    const made = cluster(places, 30)
    expect(made[0]).toMatchObject({ key: 'b', weight: 4 })
    expect(made.flatMap((one) => one.ids).sort()).toEqual(['a', 'b', 'c', 'd'])
    expect(cluster([...places].reverse(), 30)).toEqual(made)
  })
})

describe('the sketch', () => {
  const square = { type: 'FeatureCollection' as const, features: [{ type: 'Feature' as const, properties: { name: '广阳区' }, geometry: { type: 'Polygon' as const, coordinates: [[[116, 39], [117, 39], [117, 40], [116, 40], [116, 39]]] } }] }
  it('knows its extent and where names stand', () => {
    expect(extent(square)).toEqual([116, 39, 117, 40])
    expect(counties(square)).toEqual([{ name: '广阳区', at: [116.5, 39.5] }])
    expect(extent({ type: 'FeatureCollection', features: [] })).toBeNull()
  })
})
