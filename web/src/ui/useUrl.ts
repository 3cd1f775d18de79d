// A value that lives in the address, so that a filtered list can be bookmarked and sent on.
// Addresses are typed and grow old: where only some values are `known`, any other counts as the fallback.
import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export function useUrl(name: string, fallback = '', known?: readonly string[]): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => {
      const value = route.query[name]
      return typeof value === 'string' && (known?.includes(value) ?? true) ? value : fallback
    },
    set: (value) => {
      const query = { ...route.query }
      if (value === fallback || value === '') Reflect.deleteProperty(query, name)
      else query[name] = value
      void router.replace({ query, hash: route.hash })
    },
  })
}
