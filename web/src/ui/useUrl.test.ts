import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useUrl } from './useUrl'

async function read(address: string): Promise<string> {
  const page = defineComponent({ setup: () => { const tab = useUrl('tab', 'first', ['first', 'second']); return () => h('p', tab.value) } })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: page }] })
  await router.push(address)
  return mount(page, { global: { plugins: [router] } }).text()
}

test.each([['/', 'first'], ['/?tab=second', 'second'], ['/?tab=gone', 'first']])('%s shows %s', async (address, shown) => {
  expect(await read(address)).toBe(shown)
})
