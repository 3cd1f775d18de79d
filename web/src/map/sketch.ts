// The ground of every map: the counties' outlines from our own server and nothing else.
import type { FeatureCollection, Position } from 'geojson'
import type { StyleSpecification } from 'maplibre-gl'
import { token } from '@/ui/theme'

export interface County { name: string; at: [number, number] }

/** A style without tiles, glyphs or sprites: it can make no request. */
export function sketchStyle(boundaries: FeatureCollection): StyleSpecification {
  return {
    version: 8,
    sources: { counties: { type: 'geojson', data: boundaries } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': token('map-water') } },
      { id: 'land', type: 'fill', source: 'counties', paint: { 'fill-color': token('map-land') } },
      { id: 'edge', type: 'line', source: 'counties', paint: { 'line-color': token('map-edge'), 'line-width': 1.2, 'line-dasharray': [4, 2] } },
    ],
  }
}

function positions(coordinates: unknown): Position[] {
  if (!Array.isArray(coordinates)) return []
  if (typeof coordinates[0] === 'number') return [coordinates as Position]
  return coordinates.flatMap(positions)
}

/** West, south, east and north of everything drawn; null when there is nothing. */
export function extent(boundaries: FeatureCollection): [number, number, number, number] | null {
  const all = boundaries.features.flatMap((feature) => ('coordinates' in feature.geometry ? positions(feature.geometry.coordinates) : []))
  if (all.length === 0) return null
  const lons = all.map((position) => position[0] ?? 0)
  const lats = all.map((position) => position[1] ?? 0)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** West, south, east and north of some places; null when there are none. */
export function surrounding(places: readonly { lon: number; lat: number }[]): [number, number, number, number] | null {
  if (places.length === 0) return null
  const [lons, lats] = [places.map(({ lon }) => lon), places.map(({ lat }) => lat)]
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** Where each county's name is written: its given centre, else the middle of its outline. */
export function counties(boundaries: FeatureCollection): County[] {
  return boundaries.features.flatMap((feature) => {
    const name: unknown = feature.properties?.name
    const box = extent({ type: 'FeatureCollection', features: [feature] })
    if (typeof name !== 'string' || box === null) return []
    const given: unknown = feature.properties?.centroid ?? feature.properties?.center
    const at: [number, number] = Array.isArray(given) && given.length === 2 ? [Number(given[0]), Number(given[1])] : [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
    return [{ name, at }]
  })
}

let known: boolean | null = null

export function webglAvailable(): boolean {
  known ??= (() => {
    try {
      const canvas = document.createElement('canvas')
      return canvas.getContext('webgl2') !== null
    } catch {
      return false
    }
  })()
  return known
}
