// The rooms of the console: name, address, icon, and which permission opens the door.
import type { IconName } from '@/ui/AppIcon.vue'

export interface Place {
  name: string
  to: string
  icon: IconName
  /** Seen by whoever holds a permission that begins with one of these; empty: by everybody. */
  needs: string[]
  /** `g` and then this letter goes there. */
  letter: string
}

export const PLACES: { name: string; places: Place[] }[] = [
  {
    name: 'daily',
    places: [
      { name: 'work', to: '/work', icon: 'work', needs: ['work.'], letter: 'w' },
      { name: 'leads', to: '/leads', icon: 'leads', needs: ['lead.'], letter: 'l' },
      { name: 'map', to: '/map', icon: 'map', needs: ['lead.', 'enterprise.', 'map.'], letter: 'm' },
      { name: 'tasks', to: '/tasks', icon: 'tasks', needs: ['task.'], letter: 't' },
      { name: 'cases', to: '/cases', icon: 'cases', needs: ['case.'], letter: 'c' },
    ],
  },
  {
    name: 'sources',
    places: [
      { name: 'telemetry', to: '/telemetry', icon: 'telemetry', needs: ['logger.', 'reading.', 'telemetry.'], letter: 's' },
      { name: 'enterprises', to: '/enterprises', icon: 'enterprises', needs: ['enterprise.'], letter: 'e' },
      { name: 'notices', to: '/notices', icon: 'notices', needs: ['notice.'], letter: 'n' },
    ],
  },
  {
    name: 'rules',
    places: [
      { name: 'items', to: '/items', icon: 'items', needs: ['item.'], letter: 'i' },
      { name: 'lists', to: '/lists', icon: 'lists', needs: ['list.list'], letter: 'v' },
      { name: 'benchmarks', to: '/benchmarks', icon: 'scale', needs: ['benchmark.'], letter: 'z' },
      { name: 'successions', to: '/successions', icon: 'succession', needs: ['benchmark.'], letter: 'u' },
      { name: 'library', to: '/library', icon: 'library', needs: ['law.'], letter: 'b' },
      { name: 'changeSets', to: '/change-sets', icon: 'sweep', needs: ['change_set.'], letter: 'x' },
    ],
  },
  {
    name: 'questions',
    places: [
      { name: 'jurisdiction', to: '/jurisdiction', icon: 'compass', needs: ['jurisdiction.'], letter: 'q' },
      { name: 'discretion', to: '/discretion', icon: 'sum', needs: ['discretion.'], letter: 'f' },
      { name: 'calendar', to: '/calendar', icon: 'calendar', needs: ['calendar.'], letter: 'k' },
    ],
  },
  {
    name: 'running',
    places: [
      { name: 'operations', to: '/operations', icon: 'send', needs: ['operation.'], letter: 'y' },
      { name: 'designations', to: '/designations', icon: 'agencies', needs: ['designation.'], letter: 'd' },
      { name: 'officers', to: '/officers', icon: 'officers', needs: ['officer.', 'agency.'], letter: 'o' },
      { name: 'jobs', to: '/jobs', icon: 'jobs', needs: ['job.'], letter: 'j' },
      { name: 'audit', to: '/audit', icon: 'audit', needs: ['audit.', 'record.'], letter: 'a' },
    ],
  },
]

/** Where somebody begins: the first room that is open. */
export function firstRoom(permissions: readonly string[]): string {
  return PLACES.flatMap((group) => group.places).find((place) => opened(place, permissions))?.to ?? '/account'
}

export function opened(place: Place, permissions: readonly string[]): boolean {
  return place.needs.length === 0 || permissions.some((held) => place.needs.some((need) => held.startsWith(need)))
}
