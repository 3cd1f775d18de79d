// The names behind the ids of officers, as far as this person may list them.
import { computed, type ComputedRef } from 'vue'
import type { Page } from '@/api/client'
import type { Officer } from '@/api/types'
import { may } from '@/api/session'
import { useResource } from '@/api/useResource'

export function useOfficerNames(): ComputedRef<ReadonlyMap<string, string>> {
  const { data } = useResource<Page<Officer>>(() => (may('officer.list') ? { path: '/officers', query: { page_size: 200 } } : null))
  return computed(() => new Map((data.value?.items ?? []).map((officer) => [officer.id, officer.name])))
}
