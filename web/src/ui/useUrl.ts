// A value that lives in the address, so that a filtered list can be bookmarked and sent on.
import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export function useUrl(name: string, fallback = ''): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => {
      const value = route.query[name]
      return typeof value === 'string' ? value : fallback
    },
    set: (value) => {
      const query = { ...route.query }
      if (value === fallback || value === '') Reflect.deleteProperty(query, name)
      else query[name] = value
      void router.replace({ query, hash: route.hash })
    },
  })
}
