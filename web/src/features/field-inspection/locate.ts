// The device's position. A browser does not say where it has it from; the source is inferred and only that.
import type { FixedLocation } from '@/api/types'

const WAIT_MS = 20_000
/** Radio cells and Wi-Fi seldom do better; satellites seldom do worse in the open. */
const GNSS_WITHIN_M = 50

/** A fresh position (WGS 84), or null when there is none in twenty seconds. */
export function locate(): Promise<FixedLocation | null> {
  return new Promise((resolve) => {
    if (!navigator.geolocation) { resolve(null); return }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(fixedOf(coords)),
      () => resolve(null),
      { enableHighAccuracy: true, maximumAge: 0, timeout: WAIT_MS },
    )
  })
}

/** Only satellites give a height with its error, or a fix of a few tens of metres. */
export function fixedOf(coords: Pick<GeolocationCoordinates, 'longitude' | 'latitude' | 'accuracy' | 'altitudeAccuracy'>): FixedLocation {
  const satellites = coords.altitudeAccuracy !== null || coords.accuracy <= GNSS_WITHIN_M
  return { lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy, source: satellites ? 'gnss' : 'network' }
}

/** `116.683752, 39.538047` as typed or pasted; null when it is not a place in or near China. */
export function manualLocation(typed: string): FixedLocation | null {
  const match = /^\s*(\d{2,3}(?:\.\d+)?)\s*[,，\s]\s*(\d{1,2}(?:\.\d+)?)\s*$/.exec(typed)
  if (!match) return null
  const lon = Number(match[1])
  const lat = Number(match[2])
  const inside = lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54
  return inside ? { lon, lat, accuracy_m: null, source: 'manual' } : null
}
