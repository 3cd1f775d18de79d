// What the page is about, for the breadcrumb and the window title; set by the page, shown by the shell.
import { onScopeDispose, readonly, ref, toValue, watchEffect, type MaybeRefOrGetter } from 'vue'

const subject = ref<string | null>(null)
export const crumbSubject = readonly(subject)

export function useCrumb(text: MaybeRefOrGetter<string | null | undefined>): void {
  watchEffect(() => { subject.value = toValue(text) ?? null })
  onScopeDispose(() => { subject.value = null })
}
