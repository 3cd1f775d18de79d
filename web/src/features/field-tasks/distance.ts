// How far a place is, and where the officer is now.
import { onMounted, shallowRef, type ShallowRef } from 'vue'
import type { LonLat } from '@/api/types'

const EARTH_KM = 6371.0088

/** Great-circle distance in kilometres (haversine on the mean sphere; good to half a per cent). */
export function distanceKm(from: LonLat, to: LonLat): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const half = (delta: number): number => Math.sin(radians(delta) / 2) ** 2
  const chord = half(to.lat - from.lat) + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * half(to.lon - from.lon)
  return 2 * EARTH_KM * Math.asin(Math.sqrt(chord))
}

/** Where the device is, asked once and roughly; null when it does not say. */
export function useHere(): ShallowRef<LonLat | null> {
  const here = shallowRef<LonLat | null>(null)
  onMounted(() => {
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => { here.value = { lon: coords.longitude, lat: coords.latitude } },
      () => undefined,
      { maximumAge: 5 * 60_000, timeout: 15_000 },
    )
  })
  return here
}
